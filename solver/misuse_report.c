#include "solver/misuse_report.h"

#include "solver/imbalance.h"
#include "summary/misuse.h"

#include <string.h>

#define CONFIDENCE 70	/* paths that cannot run look like this, too */

static char *report_key(const char *name, const char *function, guint8 kind)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

	g_checksum_update(sum, (const guchar *)name, strlen(name) + 1);
	g_checksum_update(sum, (const guchar *)function, strlen(function) + 1);
	g_checksum_update(sum, &kind, 1);
	return g_strndup(g_checksum_get_string(sum), 16);
}

static const char *const reasons[] = {
	[LO_MISUSE_RELEASED_TWICE] = "released, and released again",
	[LO_MISUSE_INIT_HELD] = "initialised while it is held",
	[LO_MISUSE_NOT_NESTED] = "taken as serialised by a lock that is not held",
	[LO_MISUSE_DESTROY_HELD] = "destroyed while it is held",
};

static void add_report(LoSolution *sol, const LoIrqReports *in, LoFnId fn, guint32 event, guint32 row)
{
	const LoEvent *ev = &LO_AT(in->w->summaries[fn]->events, LoEvent, event);
	LoReportRow r = { .kind = LO_REPORT_IMBALANCE, .confidence = CONFIDENCE, .context = lo_hops_new() };

	r.classes = g_array_new(FALSE, FALSE, sizeof(guint32));
	r.edges = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_array_append_val(r.classes, row);
	lo_witness_add_event(in->w, r.context, fn, event, 1);
	r.reasons = g_strdup(reasons[ev->hold]);
	r.key = report_key(g_array_index(sol->classes, LoClassRow, row).name, lo_program_fn(in->w->program, fn)->name, ev->hold);
	r.held_back = g_strdup("");
	g_array_append_val(sol->reports, r);
}

void lo_misuse_add_reports(LoSolution *sol, const LoIrqReports *in)
{
	g_autofree guint8 *called = lo_find_called(in->w, in->w->program->fns->len);

	for (LoFnId fn = 0; fn < in->w->program->fns->len; fn++) {
		const LoSummary *sum = lo_irq_counts(in->usage, fn) ? in->w->summaries[fn] : NULL;
		for (guint32 i = 0; sum && i < sum->events->len; i++) {
			const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
			LoClassId cls = ev->kind == LO_EV_MISUSE && ev->hold != LO_MISUSE_NOT_HELD ? lo_imbalance_class(in->w, fn, ev->lock) : LO_CLASS_NONE;
			if (cls < sol->classes->len && (ev->hold != LO_MISUSE_NOT_NESTED || !called[fn]))
				add_report(sol, in, fn, i, in->row_of[cls]);
		}
	}
}
