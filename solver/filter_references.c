/*
 * Locks that only the last reference takes: who puts one reference and still has
 * the object, on a list or by another, does not take them.
 */
#include "solver/confidence.h"

#define OWN_PERCENT 50		/* again, in an object: who holds its lock has the object */
#define GLOBAL_PERCENT 60	/* again, one lock for all objects */
#define ORDER_PERCENT 80	/* another, or not proven to be the same */

/* Does fn ask before the event whether a reference was the last one? */
static gboolean is_after_last_put(const LoJudge *j, LoFnId fn, const LoEvent *ev)
{
	const GArray *events = j->w->summaries[fn]->events;

	for (guint i = 0; i < events->len; i++) {
		const LoEvent *put = &LO_AT(events, LoEvent, i);
		if (put->kind == LO_EV_CALL && !put->inherited && put->line <= ev->line && put->instr < ev->instr &&
		    j->last_reference[put->callee])
			return TRUE;
	}
	return FALSE;
}

/* Or so in what the event stands for. */
static gboolean is_last_put(const LoJudge *j, LoFnId fn, guint32 event)
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
gboolean lo_order_is_last_put(const LoJudge *j, const LoEdge *e)
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

guint lo_filter_references(const LoJudge *j, const LoReportRow *r, GString *why)
{
	for (guint i = 0; i < r->edges->len; i++) {
		const LoEdge *e = lo_judged_edge(j, r, i);
		const LoClass *c = lo_class_get(j->w->classes, e->to);
		if (!lo_judged_traits(j, r, i)->last_put)
			continue;
		g_string_append_printf(why, "%s is taken for the last reference only", (const char *)g_ptr_array_index(c->names, 0));
		if (r->edges->len > 1 || (!c->is_static && e->same_instance != 1))
			return ORDER_PERCENT;
		return c->is_static ? GLOBAL_PERCENT : OWN_PERCENT;
	}
	return 100;
}
