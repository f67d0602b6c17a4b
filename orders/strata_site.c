/* What an acquisition of a callee is in the caller's terms. */
#include "orders/strata_internal.h"

#include <stdlib.h>

/* ---- sets of dropped locks: class ids, or values still open with the top bit ---- */

static guint32 intern_dropset(LoStrata *s, guint32 *items, guint n)
{
	guint m = 0;

	if (n > 1)
		qsort(items, n, sizeof(guint32), lo_compare_ids);
	for (guint i = 0; i < n; i++)
		if (!m || items[m - 1] != items[i])
			items[m++] = items[i];
	return lo_word_lists_add(s->dropsets, items, m);
}

static guint32 drop_item(LoStrata *s, LoVal v)
{
	LoClassId id = lo_class_of(s->classes, v, LO_LOCK_UNKNOWN);

	if (id == LO_CLASS_OPEN)
		return lo_val_base_lock(s->vals, v) | LO_DROP_OPEN;
	return id == LO_CLASS_NONE ? LO_NO_ID : lo_class_get(s->classes, id)->base;
}

/* Is the class among those that were asked for? */
gboolean lo_acq_is_wanted(LoStrataWorker *w, LoClassId cls)
{
	const LoStrata *s = w->s;

	if (!s->only || cls >= LO_CLASS_OPEN)
		return TRUE;
	if (cls >= w->wanted->len)
		g_array_set_size(w->wanted, cls + 256);
	if (!LO_AT(w->wanted, guint8, cls)) {
		g_autofree char *label = lo_class_label(lo_class_get(s->classes, cls));
		LO_AT(w->wanted, guint8, cls) = g_hash_table_contains(s->only, label) ? 2 : 1;
	}
	return LO_AT(w->wanted, guint8, cls) == 2;
}

/* ---- what comes of a change ---- */

gpointer lo_delta_event(LoFnId fn, guint32 event)
{
	return GSIZE_TO_POINTER(((gsize)fn << 32 | event) + 1);
}

LoFnId lo_delta_event_fn(gconstpointer event)
{
	return (LoFnId)((GPOINTER_TO_SIZE(event) - 1) >> 32);
}

guint32 lo_delta_event_index(gconstpointer event)
{
	return (guint32)(GPOINTER_TO_SIZE(event) - 1);
}

static gboolean is_tainting(const LoStrata *s, LoFnId fn, guint32 event)
{
	return s->delta && g_hash_table_contains(s->delta->events, lo_delta_event(fn, event));
}

gboolean lo_acq_is_entered(const LoStrata *s, LoFnId fn)
{
	return s->delta && fn < s->delta->n && s->delta->entered[fn];
}

/* Is the entry one of fn's set? */
gboolean lo_acq_is_followed(const LoStrata *s, LoFnId fn, const LoAcq *a)
{
	const LoStrataDelta *d = s->delta;

	if (!d || a->tainted)
		return TRUE;
	const LoWhole whole = fn < d->n ? (LoWhole)d->whole[fn] : LO_WHOLE_NO;
	switch (whole) {
	case LO_WHOLE_NO: return FALSE;
	case LO_WHOLE_BASES:
		return a->cls >= LO_CLASS_OPEN ||
			g_hash_table_contains(d->bases, GUINT_TO_POINTER(lo_class_get(s->classes, a->cls)->base + 1));
	case LO_WHOLE: return TRUE;
	}
	return TRUE;
}

/* The class of a lock that is taken; NONE for one that was not asked for. */
LoClassId lo_acq_class(LoStrataWorker *w, LoVal lock, LoLockKind kind)
{
	LoClassId cls = lock ? lo_class_of(w->s->classes, lock, kind) : LO_CLASS_NONE;

	return lo_acq_is_wanted(w, cls) ? cls : LO_CLASS_NONE;
}

/* ---- translation from callee to caller ---- */

LoSite lo_site_of(LoStrataWorker *w, LoFnId fn, guint32 event)
{
	LoStrata *s = w->s;
	const LoSummary *sum = s->summaries[fn];
	const LoEvent *ev = &LO_AT(sum->events, LoEvent, event);

	return (LoSite){ s, w, fn, sum, ev, event, ev->n_args ? &LO_AT(sum->vals, LoVal, ev->first_arg) : NULL, ev->n_args, ++w->sites,
		       is_tainting(s, fn, event) };
}

/* The slot of an id; *known: it holds what the id is here. */
static LoTranslated *memo_slot(const LoSite *at, LoMemoKind kind, guint32 from, gboolean *known)
{
	LoTranslated *t = &at->w->memo[kind][(from * 2654435761u >> 16) % MEMO_SLOTS];

	*known = t->site == at->id && t->from == from;
	t->site = at->id;
	t->from = from;
	return t;
}

gboolean lo_site_may_open(const LoSite *at, LoVal v)
{
	const LoVals *vals = at->w->vals;
	const LoValue *x = lo_val(vals, v);

	while (x->kind == LO_V_FIELD || (x->kind == LO_V_INDEX && !x->b) || x->kind == LO_V_LOAD || x->kind == LO_V_CONT)
		x = lo_val(vals, x->a);
	if (x->kind == LO_V_PARAM)
		return x->a < at->n_args && lo_val(vals, at->args[x->a])->flags & LO_VF_PARAM;
	return x->kind != LO_V_OPAQUE && x->kind != LO_V_LOCAL;
}

LoVal lo_site_subst(const LoSite *at, LoVal v)
{
	gboolean known;
	LoTranslated *t = memo_slot(at, MEMO_LOCK, v, &known);

	if (!known)
		t->to = lo_val_subst(at->w->vals, v, at->args, at->n_args, at->fn, at->ev->instr);
	return t->to;
}

/* The callee's dropped locks as they are here. */
static guint32 translate_dropped(const LoSite *at, guint32 callee_set)
{
	guint32 items[64];
	guint n = 0;
	guint len;
	const guint32 *set = lo_word_lists_get(at->s->dropsets, callee_set, &len);

	for (guint i = 0; i < len && n < 48; i++) {
		guint32 it = set[i];
		if (it & LO_DROP_OPEN)
			it = drop_item(at->s, lo_site_subst(at, it & ~LO_DROP_OPEN));
		if (it != LO_NO_ID)
			items[n++] = it;
	}
	return intern_dropset(at->s, items, n);
}

guint32 lo_site_dropped(const LoSite *at, guint32 callee_set)
{
	gboolean known;
	LoTranslated *t = memo_slot(at, MEMO_DROPPED, callee_set, &known);

	if (!known)
		t->to = translate_dropped(at, callee_set);
	return t->to;
}

/* Does it matter to a caller that the lock is dropped? */
static gboolean is_told(const LoSite *at, guint32 item)
{
	return item & LO_DROP_OPEN || lo_callers_may_hold(at->s->callers, at->fn, item);
}

/* And those that the caller itself has dropped at the event. */
static guint32 unite_own_dropped(const LoSite *at, guint32 set_id)
{
	guint32 items[80];
	guint n = 0;
	guint len;
	const guint32 *set = lo_word_lists_get(at->s->dropsets, set_id, &len);

	for (guint i = 0; i < len && n < 64; i++)
		n += is_told(at, items[n] = set[i]);
	for (guint i = 0; i < at->ev->n_dropped; i++) {
		guint32 it = drop_item(at->s, LO_AT(at->sum->vals, LoVal, at->ev->first_dropped + i));
		if (it != LO_NO_ID)
			n += is_told(at, items[n] = it);
	}
	return intern_dropset(at->s, items, n);
}

guint32 lo_site_add_own_dropped(const LoSite *at, guint32 set_id)
{
	gboolean known;

	if (!at->ev->n_dropped && !set_id)
		return 0;
	LoTranslated *t = memo_slot(at, MEMO_OWN_DROPPED, set_id, &known);
	if (!known)
		t->to = unite_own_dropped(at, set_id);
	return t->to;
}

static gboolean may_be_refuted(LoCondition k, gpointer data)
{
	const LoSite *at = data;

	return lo_callers_may_refute(at->s->callers, at->w->conditions, at->fn, k);
}

#define CANNOT_BE G_MAXUINT32

/* The callee's conditions as they are here, and those of the event itself.  FALSE: it does not happen. */
gboolean lo_site_conditions(const LoSite *at, guint32 callee_set, guint32 *out)
{
	const LoConditionSite site = { at->fn, at->sum, at->ev, at->args, at->n_args };
	gboolean known;
	LoTranslated *t = memo_slot(at, MEMO_CONDITIONS, callee_set, &known);

	if (!known && lo_conditions_at(at->w->conditions, &site, callee_set, &t->to))
		t->to = lo_conditions_filter(at->w->conditions, t->to, may_be_refuted, (gpointer)at);
	else if (!known)
		t->to = CANNOT_BE;
	*out = t->to;
	return t->to != CANNOT_BE;
}

/* `cls`: of the lock, or LO_CLASS_OPEN, when it must be the same value. */
gboolean lo_acq_is_dropped(const LoStrata *s, guint32 set_id, LoClassId cls, LoVal lock)
{
	if (!set_id)
		return FALSE;
	guint len;
	const guint32 *set = lo_word_lists_get(s->dropsets, set_id, &len);
	guint32 base = cls == LO_CLASS_OPEN ? (lo_val_base_lock(s->vals, lock) | LO_DROP_OPEN) : lo_class_get(s->classes, cls)->base;

	for (guint i = 0; i < len; i++)
		if (set[i] == base)
			return TRUE;
	return FALSE;
}
