#include "solver/summaries.h"

#include "solver/fingerprint.h"
#include "solver/indirect.h"

/* Of a program, also those whose address a local variable gets: pthread_cleanup_push()'s handler. */
static void add_direct_calls(const LoProgram *p, LoFnId id, gboolean user, GArray *pairs)
{
	const LoFn *fn = lo_program_fn(p, id);

	for (guint i = 0; i < fn->ir->instrs->len; i++) {
		const LoInstr *in = &LO_AT(fn->ir->instrs, LoInstr, i);
		LoTermId target = in->kind == LO_INSTR_CALL ? in->addr : user && in->kind == LO_INSTR_SET ? in->value : LO_NO_TERM;
		const LoTerm *t = target != LO_NO_TERM ? &LO_AT(fn->ir->terms, LoTerm, target) : NULL;
		if (!t || t->kind != LO_TERM_FUNC)
			continue;
		LoPair pair = { id, fn->fn_of_sym[t->a] };
		g_array_append_val(pairs, pair);
	}
}

void lo_summaries_add_calls(LoVals *vals, LoFnId id, GArray *pairs)
{
	const LoProgram *p = lo_vals_program(vals);
	const LoPrimitive *prim = lo_vals_primitive(vals, id);

	if (lo_program_fn(p, id)->ir && (!prim || prim->descend))
		add_direct_calls(p, id, lo_vals_is_user(vals), pairs);
}

/* Bottom-up; within a component in order of id, callees not yet done having no effect. */
static void interpret_all(LoSummaries *s, const LoScc *scc)
{
	for (guint32 i = 0; i < s->n; i++) {
		LoFnId id = scc->order[i];
		if (lo_program_fn(s->program, id)->ir)
			s->all[id] = lo_interpret(s->vals, id, s->all, NULL);
	}
}

LoGraph *lo_summaries_callers(const LoSummaries *s)
{
	g_autoptr(GArray) pairs = g_array_sized_new(FALSE, FALSE, sizeof(LoPair), s->calls->len * 2);

	for (guint i = 0; i < s->calls->len; i++) {
		LoPair p = { LO_AT(s->calls, LoPair, i).to, LO_AT(s->calls, LoPair, i).from };
		g_array_append_val(pairs, p);
	}
	for (guint32 fn = 0; fn < s->n; fn++)
		for (guint i = 0; s->all[fn] && i < s->all[fn]->events->len; i++) {
			const LoEvent *ev = &LO_AT(s->all[fn]->events, LoEvent, i);
			LoPair p = { ev->callee, fn };
			if (ev->kind == LO_EV_CALL)
				g_array_append_val(pairs, p);
		}
	return lo_graph_new(s->n, pairs);
}

static void mark_callers(const LoGraph *callers, LoFnId fn, guint8 *dirty)
{
	for (guint32 i = callers->first[fn]; i < callers->first[fn + 1]; i++)
		dirty[callers->succ[i]] = TRUE;
}

/* A component again, as it was the first time; callers are to be, too, where that changes how its functions return. */
static void redo_component(LoSummaries *s, LoIndirect *indirect, const LoGraph *callers, const LoFnId *fns, guint n, guint8 *dirty)
{
	g_autofree LoSummary **old = g_new(LoSummary *, n);
	gboolean any = FALSE;

	for (guint i = 0; i < n; i++)
		any |= dirty[fns[i]];
	if (!any)
		return;
	for (guint i = 0; i < n; i++)
		old[i] = g_steal_pointer(&s->all[fns[i]]);
	for (guint i = 0; i < n; i++)
		if (old[i]) {
			s->all[fns[i]] = lo_interpret(s->vals, fns[i], s->all, indirect);
			s->all[fns[i]]->changes = old[i]->changes;
		}
	for (guint i = 0; i < n; i++) {
		if (old[i] && lo_fingerprint_returns(s->vals, old[i]) != lo_fingerprint_returns(s->vals, s->all[fns[i]]))
			mark_callers(callers, fns[i], dirty);
		lo_summary_free(old[i]);
	}
}

/* What functions called through pointers leave held, now that it is known which these are. */
static void carry_all(LoSummaries *s, const LoScc *scc)
{
	g_autoptr(LoIndirect) indirect = lo_indirect_new(s->vals, s->all, s->n);
	g_autoptr(LoGraph) callers = lo_summaries_callers(s);
	g_autofree guint8 *dirty = g_new0(guint8, s->n + 1);
	guint n = 0;

	for (guint32 i = 0; i < s->n; i++)
		n += dirty[i] = lo_indirect_concerns(indirect, s->all[i]);
	g_debug("%u functions call through pointers what changes the locks held", n);
	for (guint32 c = 0; c < scc->n_comps; c++)
		redo_component(s, indirect, callers, scc->order + scc->first[c], scc->first[c + 1] - scc->first[c], dirty);
}

LoSummaries *lo_summaries_new(LoProgram *p, const LoModel *model)
{
	LoSummaries *s = g_new0(LoSummaries, 1);

	s->program = p;
	s->vals = lo_vals_new(p, model);
	s->n = p->fns->len;
	s->all = g_new0(LoSummary *, s->n + 1);
	s->calls = g_array_new(FALSE, FALSE, sizeof(LoPair));
	for (LoFnId i = 0; i < s->n; i++)
		lo_summaries_add_calls(s->vals, i, s->calls);
	g_autoptr(LoGraph) g = lo_graph_new(s->n, s->calls);
	g_autoptr(LoScc) scc = lo_scc_new(g);
	interpret_all(s, scc);
	for (guint32 i = 0; i < s->n; i++)
		if (s->all[i])
			s->all[i]->changes = lo_summary_passes_locks_on(s->vals, s->all[i]);
	if (!lo_vals_is_user(s->vals))	/* these are followed from main() on, with what pointers hold there */
		carry_all(s, scc);
	return s;
}

void lo_summaries_free(LoSummaries *s)
{
	if (!s)
		return;
	for (guint i = 0; s->all && i < s->n; i++)
		lo_summary_free(s->all[i]);
	g_free(s->all);
	g_array_unref(s->calls);
	lo_vals_free(s->vals);
	lo_program_free(s->program);
	g_free(s);
}
