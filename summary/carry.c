/* What functions called through pointers leave held, put to the caller's state. */
#include "summary/interp.h"

#define MAX_WAYS 8	/* to go on after one call */

static gboolean releases_held(LoCallSite *c, const LoSummary *g)
{
	for (guint i = 0; g && i < g->exits->len; i++) {
		const LoExit *x = &LO_AT(g->exits, LoExit, i);
		for (guint k = 0; k < x->n_dropped; k++)
			if (lo_state_find_held(c->run->vals, c->s, lo_to_caller(c, LO_AT(g->vals, LoVal, x->first_dropped + k))) >= 0)
				return TRUE;
	}
	return FALSE;
}

static gboolean takes(const LoSummary *g)
{
	for (guint i = 0; g && i < g->exits->len; i++)
		if (LO_AT(g->exits, LoExit, i).n_held)
			return TRUE;
	return FALSE;
}

/* `fn` called in a copy of the state; the ways in which it returns are added to `out`. */
static void call_one(LoCallSite *c, LoFnId fn, guint fan, guint32 event, GPtrArray *out)
{
	LoCallSite one = *c;

	one.s = lo_state_copy(c->s);
	one.next = out;
	one.callee = fn;
	one.through = MIN(fan, G_MAXUINT8);
	lo_apply_summary(&one, lo_find_summary(c->run, fn), event);
}

/* One of them is called. What is held tells which, if one releases it: the same table's operation took it. */
static void call_some(LoCallSite *c, const LoCarried *k, guint32 event, GPtrArray *out, gboolean *others)
{
	gboolean chosen = FALSE;
	guint n = 0;

	for (guint i = 0; i < k->n; i++)
		chosen |= releases_held(c, lo_find_summary(c->run, k->fns[i]));
	for (guint i = 0; i < k->n; i++) {
		const LoSummary *g = lo_find_summary(c->run, k->fns[i]);
		if (chosen ? !releases_held(c, g) : !takes(g) && k->fan > 1)
			continue;
		call_one(c, k->fns[i], k->fan, event, out);
		n++;
	}
	*others = !chosen && n < k->fan;
}

/* All are called, in whatever order. */
static void call_all(LoCallSite *c, const LoCarried *k, guint32 event, GPtrArray *out)
{
	LoState *saved = c->s;

	g_ptr_array_add(out, lo_state_copy(c->s));
	for (guint i = 0; i < k->n; i++) {
		guint n = out->len;
		for (guint w = 0; w < n && out->len < MAX_WAYS + n; w++) {
			c->s = g_ptr_array_index(out, w);
			call_one(c, k->fns[i], 1, event, out);
		}
		g_ptr_array_remove_range(out, 0, n);
	}
	c->s = saved;
}

GPtrArray *lo_carry(LoCallSite *c, guint32 event, gboolean *others)
{
	const LoRun *run = c->run;
	LoCarried k;

	*others = FALSE;
	/* the next round of a loop may call another */
	if (c->s->looped && run->out->events->len > event && LO_AT(run->out->events, LoEvent, event).kind == LO_EV_ICALL &&
	    lo_val(run->vals, LO_AT(run->out->events, LoEvent, event).lock)->flags & LO_VF_LOOP)
		return NULL;
	if (!run->indirect || event >= run->out->events->len ||
	    !lo_indirect_at(run->indirect, &LO_AT(run->out->events, LoEvent, event), &k))
		return NULL;
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	if (k.all)
		call_all(c, &k, event, out);
	else
		call_some(c, &k, event, out, others);
	g_ptr_array_set_free_func(out, NULL);
	if (out->len)
		return out;
	g_ptr_array_unref(out);
	return NULL;
}
