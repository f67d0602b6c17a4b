#include "solver/confidence.h"

#define ANOTHER_SIGNALS_PERCENT 70

/* That a lock is taken before a completion is signalled says nothing if another thread signals it. */
guint lo_filter_waits(LoJudge *j, const LoReportRow *r, GString *why)
{
	for (guint i = 0; i < r->edges->len; i++) {
		if (!lo_judged_edge(j, r, i)->before)
			continue;
		g_string_append(why, "if no other thread signals the completion");
		return ANOTHER_SIGNALS_PERCENT;
	}
	return 100;
}
