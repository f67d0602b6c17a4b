#include "summary/indirect.h"

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

gboolean lo_indirect_concerns(LoIndirect *x, const LoSummary *s)
{
	LoCarried k;

	for (guint i = 0; s && i < s->events->len; i++)
		if (lo_indirect_at(x, &LO_AT(s->events, LoEvent, i), &k))
			return TRUE;
	return FALSE;
}
