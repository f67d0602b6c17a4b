#include "solver/summaries.h"

static void add_direct_calls(const LoProgram *p, LoFnId id, GArray *pairs)
{
	const LoFn *fn = lo_program_fn(p, id);

	for (guint i = 0; i < fn->ir->instrs->len; i++) {
		const LoInstr *in = &LO_AT(fn->ir->instrs, LoInstr, i);
		if (in->kind != LO_INSTR_CALL)
			continue;
		const LoTerm *t = &LO_AT(fn->ir->terms, LoTerm, in->addr);
		if (t->kind != LO_TERM_FUNC)
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
		add_direct_calls(p, id, pairs);
}

/* Bottom-up; within a component in order of id, callees not yet done having no effect. */
static void interpret_all(LoSummaries *s, const LoScc *scc)
{
	for (guint32 i = 0; i < s->n; i++) {
		LoFnId id = scc->order[i];
		if (lo_program_fn(s->program, id)->ir)
			s->all[id] = lo_interpret(s->vals, id, s->all);
	}
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
