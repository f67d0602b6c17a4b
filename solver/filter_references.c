/*
 * Locks that only the last reference takes: who puts one reference and still has
 * the object, on a list or by another, does not take them.
 */
#include "solver/confidence.h"

#define OWN_PERCENT 50		/* again, in an object: who holds its lock has the object */
#define GLOBAL_PERCENT 60	/* again, one lock for all objects */
#define ORDER_PERCENT 80	/* another, or not proven to be the same */

typedef struct {
	guint32 line, instr;
} Put;

/* Where fn asks whether a reference was the last one. */
static const GArray *puts_of(LoJudge *j, LoFnId fn)
{
	const LoWitness *w = j->w;
	const GArray *events = w->summaries[fn]->events;

	if (j->fn_puts[fn])
		return j->fn_puts[fn];
	j->fn_puts[fn] = g_array_new(FALSE, FALSE, sizeof(Put));
	for (guint i = 0; i < events->len; i++) {
		const LoEvent *ev = &LO_AT(events, LoEvent, i);
		Put put = { ev->line, ev->instr };
		if (ev->kind == LO_EV_CALL && !ev->inherited &&
		    lo_model_is_last_reference(lo_vals_model(w->vals), lo_program_fn(w->program, ev->callee)->name))
			g_array_append_val(j->fn_puts[fn], put);
	}
	return j->fn_puts[fn];
}

/* Does fn ask so before the event? */
static gboolean is_after_last_put(LoJudge *j, LoFnId fn, const LoEvent *ev)
{
	const GArray *puts = puts_of(j, fn);

	for (guint i = 0; i < puts->len; i++)
		if (LO_AT(puts, Put, i).line <= ev->line && LO_AT(puts, Put, i).instr < ev->instr)
			return TRUE;
	return FALSE;
}

/* Or so in what the event stands for. */
static gboolean is_last_put(LoJudge *j, LoFnId fn, guint32 event)
{
	for (guint n = 0; n < 8; n++) {
		const LoEvent *ev = &LO_AT(j->w->summaries[fn]->events, LoEvent, event);
		if (is_after_last_put(j, fn, ev))
			return TRUE;
		if (!ev->inherited)
			return FALSE;
		fn = ev->via_fn;
		event = ev->via_event;
	}
	return FALSE;
}

/* Below the function where both locks meet. */
static gboolean find_last_put(LoJudge *j, const LoEdge *e)
{
	const LoWitness *w = j->w;
	LoFnId fn = e->fn, callee = e->callee;
	guint32 event = e->event, next = e->next;

	for (guint n = 0; n < 40 && event < w->summaries[fn]->events->len; n++) {
		const LoEvent *ev = &LO_AT(w->summaries[fn]->events, LoEvent, event);
		if ((n || ev->inherited) && is_last_put(j, n ? fn : ev->via_fn, n ? event : ev->via_event))
			return TRUE;
		if (callee == LO_NO_ID)
			return FALSE;
		const LoAcq *a = &LO_AT(lo_strata_acqs(w->strata, callee), LoAcq, next);
		fn = callee;
		event = a->event;
		callee = a->callee;
		next = a->next;
	}
	return FALSE;
}

static gboolean takes_for_last_reference(LoJudge *j, const LoReportRow *r, guint i)
{
	guint8 *known = &j->edge_last[lo_judged_number(r, i)];

	if (!*known)
		*known = find_last_put(j, lo_judged_edge(j, r, i)) ? 2 : 1;
	return *known == 2;
}

guint lo_filter_references(LoJudge *j, const LoReportRow *r, GString *why)
{
	for (guint i = 0; i < r->edges->len; i++) {
		const LoEdge *e = lo_judged_edge(j, r, i);
		const LoClass *c = lo_class_get(j->w->classes, e->to);
		if (!takes_for_last_reference(j, r, i))
			continue;
		g_string_append_printf(why, "%s is taken for the last reference only", (const char *)g_ptr_array_index(c->names, 0));
		if (r->edges->len > 1 || (!c->is_static && e->same_instance != 1))
			return ORDER_PERCENT;
		return c->is_static ? GLOBAL_PERCENT : OWN_PERCENT;
	}
	return 100;
}
