#include "summary/indirect.h"

#include <string.h>

struct LoIndirect {
	LoTargets *targets;
	LoSummary *const *summaries;
	guint8 *changes;	/* per function */
	guint n;
};

LoIndirect *lo_indirect_new(LoVals *vals, LoSummary *const *summaries, guint n)
{
	LoIndirect *x = g_new0(LoIndirect, 1);

	x->targets = lo_targets_new(vals, summaries, n);
	x->summaries = summaries;
	x->changes = g_new0(guint8, n + 1);
	x->n = n;
	for (guint i = 0; i < n; i++)
		x->changes[i] = summaries[i] && summaries[i]->changes && !lo_vals_primitive(vals, i);
	return x;
}

void lo_indirect_free(LoIndirect *x)
{
	if (!x)
		return;
	lo_targets_free(x->targets);
	g_free(x->changes);
	g_free(x);
}

static gboolean changes(const LoIndirect *x, LoFnId fn)
{
	return fn < x->n && x->changes[fn];
}

gboolean lo_indirect_at(LoIndirect *x, const LoEvent *ev, LoCarried *out)
{
	LoEvent own = *ev;

	*out = (LoCarried){ .all = ev->kind == LO_EV_INVOKE };
	if (ev->kind == LO_EV_CALL && ev->inherited && changes(x, ev->callee)) {
		*out = (LoCarried){ .fns = { ev->callee }, .n = 1, .fan = 1 };
		return TRUE;
	}
	own.inherited = FALSE;	/* here it is asked of the pointer itself */
	const GArray *targets = lo_targets_of_event(x->targets, x->summaries, &own);
	for (guint i = 0; targets && i < targets->len; i++) {
		LoFnId fn = LO_AT(targets, LoFnId, i);
		if (changes(x, fn) && out->n == LO_MAX_CARRIED)
			return FALSE;
		if (changes(x, fn))
			out->fns[out->n++] = fn;
	}
	out->fan = targets ? targets->len : 0;
	return out->n > 0;
}

static gboolean is_same(const LoCarried *a, const LoCarried *b)
{
	return a->n == b->n && a->fan == b->fan && a->all == b->all && !memcmp(a->fns, b->fns, a->n * sizeof(*a->fns));
}

gboolean lo_indirect_differs(LoIndirect *was, LoIndirect *now, const LoEvent *ev, const guint8 *changed)
{
	LoCarried a = { 0 }, b = { 0 };

	if (ev->kind != LO_EV_ICALL && ev->kind != LO_EV_INVOKE && !ev->inherited)
		return FALSE;
	gboolean before = was && lo_indirect_at(was, ev, &a), after = lo_indirect_at(now, ev, &b);
	if (before != after || (after && !is_same(&a, &b)))
		return TRUE;
	for (guint i = 0; after && i < b.n; i++)
		if (changed[b.fns[i]])
			return TRUE;
	return FALSE;
}
