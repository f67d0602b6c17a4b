/* Gate locks: orders that all run under one lock more do not run at the same time. */
#include "solver/confidence.h"

#define GATED_PERCENT 40	/* where other places, not looked at, make the same orders */

static void keep_common(GArray *a, const GArray *b)
{
	guint kept = 0;

	for (guint i = 0; i < a->len; i++)
		for (guint k = 0; k < b->len; k++)
			if (g_array_index(a, LoClassId, i) == g_array_index(b, LoClassId, k))
				g_array_index(a, LoClassId, kept++) = g_array_index(a, LoClassId, i);
	g_array_set_size(a, kept);
}

guint lo_filter_gates(const LoJudge *j, const LoReportRow *r, GString *why)
{
	g_autoptr(GArray) common = NULL;
	gboolean only = TRUE;

	/* a thread that waits for itself does so under any lock; an interrupt or a work item does not run under it */
	if (r->kind != LO_REPORT_CYCLE || r->edges->len < 2)
		return 100;
	for (guint i = 0; i < r->edges->len; i++) {
		const LoEdge *e = lo_judged_edge(j, r, i);
		GArray *held = lo_gates_of_edge(j->gates, e);
		only = only && e->witnesses == 1;
		if (common) {
			keep_common(common, held);
			g_array_unref(held);
		} else {
			common = held;
		}
		if (!common->len)
			return 100;
	}
	const LoClass *c = lo_class_get(j->w->classes, g_array_index(common, LoClassId, 0));
	g_string_append_printf(why, "%s is held on every edge", (const char *)g_ptr_array_index(c->names, 0));
	return only ? 0 : GATED_PERCENT;
}
