#include "solver/state.h"

#include "solver/build.h"

typedef struct {
	const LoSummaries *base;
	LoTargets *targets;
} Derived;

static gpointer find_targets(gpointer data)
{
	Derived *d = data;

	d->targets = lo_targets_new(d->base->vals, d->base->all, d->base->n);
	return NULL;
}

void lo_derive(const LoSummaries *base, LoClasses **classes, LoTargets **targets)
{
	Derived d = { base, NULL };

	lo_vals_share(base->vals, TRUE);
	GThread *other = g_thread_new("targets", find_targets, &d);
	*classes = lo_classes_new(base->vals, base->all, base->n);
	g_thread_join(other);
	lo_vals_share(base->vals, FALSE);
	*targets = d.targets;
}

LoSolverState *lo_solver_state_new(GBytes *packed, const LoModel *model, GError **error)
{
	LoSummaries *base = lo_summaries_unpack(packed, model, error);
	LoSolverState *s = base ? g_new0(LoSolverState, 1) : NULL;

	if (!s)
		return NULL;
	s->base = base;
	if (lo_vals_is_user(base->vals))
		return s;
	lo_derive(base, &s->classes, &s->targets);
	s->indirect = lo_indirect_new(base->vals, base->all, base->n);
	return s;
}

void lo_solver_state_free(LoSolverState *s)
{
	if (!s)
		return;
	lo_indirect_free(s->indirect);
	g_clear_pointer(&s->targets, lo_targets_free);
	g_clear_pointer(&s->classes, lo_classes_free);
	lo_summaries_free(s->base);
	g_free(s);
}
