#include "solver/confidence.h"

#define ANOTHER_SIGNALS_PERCENT 70
#define FURTHER_DOWN_PERCENT 50

/* Who frees something by way of a callback passes its head; who has none waits instead. */
static gboolean is_grace_period_further_down(const LoEdge *e)
{
	return e->wait && e->from == e->to && e->held.lock && e->held.event == e->event && e->held.hold == LO_HOLD_RECURSIVE && e->depth;
}

/*
 * That a lock is taken before a completion is signalled says nothing if another thread signals it; that a function
 * may wait for a grace period little of who calls it in a reader.
 */
guint lo_filter_waits(const LoJudge *j, const LoReportRow *r, GString *why)
{
	for (guint i = 0; i < r->edges->len; i++) {
		if (is_grace_period_further_down(lo_judged_edge(j, r, i))) {
			g_string_append(why, "if what is called waits for a grace period when it is called so");
			return FURTHER_DOWN_PERCENT;
		}
		if (!lo_judged_edge(j, r, i)->before)
			continue;
		g_string_append(why, "if no other thread signals the completion");
		return ANOTHER_SIGNALS_PERCENT;
	}
	return 100;
}
