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
