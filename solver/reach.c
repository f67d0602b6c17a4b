#include "solver/reach.h"

#include "common/glob.h"

typedef struct {
	LoVals *vals;
	LoSummary *const *summaries;
	LoTargets *targets;
	guint8 *live;
	GArray *work;		/* LoFnId */
} Reach;

static void add_function(Reach *r, LoFnId fn)
{
	if (r->live[fn])
		return;
	r->live[fn] = TRUE;
	g_array_append_val(r->work, fn);
}

static void add_value(Reach *r, LoVal v)
{
	LoVal values[8];
	guint n = lo_val_alternatives(r->vals, v, values);

	for (guint i = 0; i < n; i++)
		if (lo_val(r->vals, values[i])->kind == LO_V_FN)
			add_function(r, lo_val(r->vals, values[i])->a);
}

static void add_event(Reach *r, const LoEvent *ev)
{
	if (ev->kind == LO_EV_CALL)
		add_function(r, ev->callee);
	const GArray *list = lo_targets_of_event(r->targets, r->summaries, ev);
	for (guint i = 0; list && i < list->len; i++)
		add_function(r, LO_AT(list, LoFnId, i));
}

static void add_called(Reach *r, LoFnId fn)
{
	const LoSummary *sum = r->summaries[fn];

	for (guint i = 0; sum && i < sum->events->len; i++)
		add_event(r, &LO_AT(sum->events, LoEvent, i));
	for (guint i = 0; sum && i < sum->regs->len; i++)
		add_value(r, LO_AT(sum->regs, LoRegFact, i).object);
	for (guint i = 0; sum && i < sum->stores->len; i++)
		add_value(r, LO_AT(sum->stores, LoStoreFact, i).value);
}

guint8 *lo_reach(LoVals *vals, LoSummary *const *summaries, guint n, LoTargets *targets, const char *const *roots,
		 guint *n_roots)
{
	Reach r = { vals, summaries, targets, g_new0(guint8, n + 1), g_array_new(FALSE, FALSE, sizeof(LoFnId)) };

	*n_roots = 0;
	for (LoFnId fn = 0; fn < n; fn++)
		for (guint i = 0; summaries[fn] && roots[i]; i++)
			if (lo_glob_matches(roots[i], lo_program_fn(lo_vals_program(vals), fn)->name)) {
				add_function(&r, fn);
				(*n_roots)++;
				break;
			}
	for (guint at = 0; at < r.work->len; at++)
		add_called(&r, LO_AT(r.work, LoFnId, at));
	g_array_unref(r.work);
	return r.live;
}
