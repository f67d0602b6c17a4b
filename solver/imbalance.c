#include "solver/imbalance.h"

#define LEAK_CONFIDENCE 60

static void add_hop(GArray *out, LoFn *f, guint32 line, const char *note)
{
	LoHop hop = lo_fn_hop(f, line, note);

	g_array_append_val(out, hop);
}

LoClassId lo_imbalance_class(const LoWitness *w, LoFnId fn, LoVal lock)
{
	LoClassId cls = lo_class_of(w->classes, lock, LO_LOCK_UNKNOWN);

	if (cls == LO_CLASS_OPEN)
		cls = lo_class_of(w->classes, lo_val_subst(w->vals, lock, NULL, 0, fn, 0), LO_LOCK_UNKNOWN);
	return cls;
}

static void add_leak(LoSolution *sol, const LoWitness *w, LoFnId fn, const LoLeak *leak, guint32 row)
{
	LoFn *f = lo_program_fn(w->program, fn);
	const LoEvent *ev = &LO_AT(w->summaries[fn]->events, LoEvent, leak->event);
	LoReportRow r = { .kind = LO_REPORT_IMBALANCE, .confidence = LEAK_CONFIDENCE };

	r.classes = g_array_new(FALSE, FALSE, sizeof(guint32));
	r.edges = g_array_new(FALSE, FALSE, sizeof(guint32));
	r.context = lo_hops_new();
	g_array_append_val(r.classes, row);
	add_hop(r.context, f, ev->line, "takes it");
	add_hop(r.context, f, leak->line, "returns with it held");
	r.reasons = g_strdup("every other return of the function has released it");
	r.held_back = g_strdup("");
	g_array_append_val(sol->reports, r);
}

/* Whom somebody calls, he may be meant to return with the lock, or to be called with it. */
guint8 *lo_find_called(const LoWitness *w, guint n)
{
	guint8 *called = g_new0(guint8, n + 1);

	for (guint32 fn = 0; fn < n; fn++)
		for (guint i = 0; w->summaries[fn] && i < w->summaries[fn]->events->len; i++) {
			const LoEvent *ev = &LO_AT(w->summaries[fn]->events, LoEvent, i);
			if (ev->kind == LO_EV_CALL && !ev->inherited)
				called[ev->callee] = TRUE;
		}
	return called;
}

void lo_imbalances_add(LoSolution *sol, const LoWitness *w, const guint32 *row_of)
{
	guint n = w->program->fns->len;
	g_autofree guint8 *called = lo_find_called(w, n);

	for (guint32 fn = 0; fn < n; fn++) {
		const LoSummary *sum = w->summaries[fn];
		for (guint i = 0; sum && i < sum->leaks->len; i++) {
			const LoLeak *leak = &LO_AT(sum->leaks, LoLeak, i);
			if (called[fn] && !leak->fails)
				continue;
			LoClassId cls = lo_imbalance_class(w, fn, leak->lock);
			if (cls < sol->classes->len)
				add_leak(sol, w, fn, leak, row_of[cls]);
		}
	}
}
