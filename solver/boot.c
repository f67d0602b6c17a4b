#include "solver/boot.h"

#define SEEN_ANY_TIME 1
#define SEEN_AT_END 2
#define SEEN_AT_BOOT 4

struct LoBoot {
	LoVals *vals;
	LoSummary *const *summaries;
	guint n;
	guint8 *called, *seen;	/* per function; seen: SEEN_* */
	GArray *work;		/* LoFnId: their callees are to be visited */
};

static guint32 flags_of(const LoBoot *b, LoFnId fn)
{
	return lo_program_fn(lo_vals_program(b->vals), fn)->flags;
}

static void see(LoBoot *b, LoFnId fn, guint8 as)
{
	if (fn >= b->n || (as != SEEN_AT_BOOT && flags_of(b, fn) & LO_FUNC_INIT) || (as == SEEN_ANY_TIME && flags_of(b, fn) & LO_FUNC_EXIT) ||
	    (b->seen[fn] & as))
		return;
	b->seen[fn] |= as;
	g_array_append_val(b->work, fn);
}

static void see_function(LoBoot *b, LoVal v)
{
	const LoValue *x = lo_val(b->vals, v);

	if (x->kind == LO_V_FN)
		see(b, x->a, SEEN_ANY_TIME);
}

static void see_initial(LoVals *vals, LoVal addr, LoVal value, LoVarId var, gpointer data)
{
	(void)vals;
	(void)addr;
	(void)var;
	see_function(data, value);
}

/* Does what is called here call the function that it is given, and is that all we know of? */
static gboolean is_called_back(const LoBoot *b, const LoSummary *s, LoVal v)
{
	const LoValue *x = lo_val(b->vals, v);

	for (guint i = 0; x->kind == LO_V_FN && i < s->events->len; i++) {
		const LoEvent *ev = &LO_AT(s->events, LoEvent, i);
		if (ev->kind == LO_EV_CALL && ev->inherited && ev->callee == x->a)
			return TRUE;
	}
	return FALSE;
}

static void see_given(LoBoot *b, const LoSummary *s)
{
	for (guint i = 0; i < s->vals->len; i++)
		if (lo_val(b->vals, LO_AT(s->vals, LoVal, i))->kind == LO_V_FN && !is_called_back(b, s, LO_AT(s->vals, LoVal, i)))
			see_function(b, LO_AT(s->vals, LoVal, i));
	for (guint i = 0; i < s->stores->len; i++)
		see_function(b, LO_AT(s->stores, LoStoreFact, i).value);
	for (guint i = 0; i < s->regs->len; i++)
		see_function(b, LO_AT(s->regs, LoRegFact, i).object);
	for (guint i = 0; i < s->events->len; i++)
		if (LO_AT(s->events, LoEvent, i).kind == LO_EV_SPAWN)
			see_function(b, LO_AT(s->events, LoEvent, i).lock);
}

static void note_called(LoBoot *b)
{
	for (LoFnId fn = 0; fn < b->n; fn++)
		for (guint i = 0; b->summaries[fn] && i < b->summaries[fn]->events->len; i++)
			if (LO_AT(b->summaries[fn]->events, LoEvent, i).kind == LO_EV_CALL)
				b->called[LO_AT(b->summaries[fn]->events, LoEvent, i).callee] = TRUE;
}

static void see_roots(LoBoot *b)
{
	lo_vals_each_initial(b->vals, see_initial, b);
	for (LoFnId fn = 0; fn < b->n; fn++) {
		if (b->summaries[fn])
			see_given(b, b->summaries[fn]);
		if (!b->called[fn])
			see(b, fn, SEEN_ANY_TIME);
		if (flags_of(b, fn) & LO_FUNC_EXIT)
			see(b, fn, SEEN_AT_END);
		if (flags_of(b, fn) & LO_FUNC_INIT)
			see(b, fn, SEEN_AT_BOOT);
	}
}

static void see_callees(LoBoot *b, LoFnId fn)
{
	const LoSummary *s = b->summaries[fn];

	for (guint i = 0; s && i < s->events->len; i++) {
		const LoEvent *ev = &LO_AT(s->events, LoEvent, i);
		if (ev->kind != LO_EV_CALL)
			continue;
		if (b->seen[fn] & SEEN_ANY_TIME)
			see(b, ev->callee, SEEN_ANY_TIME);
		if (b->seen[fn] & SEEN_AT_END)
			see(b, ev->callee, SEEN_AT_END);
		if (b->seen[fn] & SEEN_AT_BOOT)
			see(b, ev->callee, SEEN_AT_BOOT);
	}
}

LoBoot *lo_boot_new(LoVals *vals, LoSummary *const *summaries, guint n)
{
	LoBoot *b = g_new0(LoBoot, 1);

	*b = (LoBoot){ .vals = vals, .summaries = summaries, .n = n, .called = g_new0(guint8, n + 1), .seen = g_new0(guint8, n + 1),
		       .work = g_array_new(FALSE, FALSE, sizeof(LoFnId)) };
	note_called(b);
	see_roots(b);
	for (guint i = 0; i < b->work->len; i++)
		see_callees(b, LO_AT(b->work, LoFnId, i));
	return b;
}

void lo_boot_free(LoBoot *b)
{
	if (!b)
		return;
	g_free(b->called);
	g_free(b->seen);
	g_array_unref(b->work);
	g_free(b);
}

LoRunsWhen lo_boot_when(const LoBoot *b, LoFnId fn)
{
	if (b->seen[fn] & SEEN_ANY_TIME)
		return LO_RUNS_ANY_TIME;
	if (b->seen[fn] & SEEN_AT_END)
		return LO_RUNS_AT_END;
	/* functions that only call each other: who calls them is not known */
	return b->seen[fn] & SEEN_AT_BOOT ? LO_RUNS_AT_BOOT : LO_RUNS_ANY_TIME;
}
