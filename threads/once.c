#include "threads/once.h"

#include <string.h>

#include "threads/happens.h"

static const LoEvent *event_of(const LoWitness *w, const LoPathStep *step)
{
	return &LO_AT(w->summaries[step->fn]->events, LoEvent, step->event);
}

/* The function that the instruction has run once, or LO_NO_ID. */
static LoFnId run_once_by(const LoFn *fn, const LoProgram *program, guint32 instr)
{
	const LoInstr *in = fn->ir && instr < fn->ir->instrs->len ? &LO_AT(fn->ir->instrs, LoInstr, instr) : NULL;
	const LoTerm *callee = in && in->kind == LO_INSTR_CALL && in->n_args == 2 ? &LO_AT(fn->ir->terms, LoTerm, in->addr) : NULL;

	if (!callee || callee->kind != LO_TERM_FUNC)
		return LO_NO_ID;
	const char *name = lo_program_fn(program, fn->fn_of_sym[callee->a])->name;
	const LoTerm *routine = &LO_AT(fn->ir->terms, LoTerm, LO_AT(fn->ir->args, LoTermId, in->first_arg + 1));
	if ((strcmp(name, "pthread_once") != 0 && strcmp(name, "call_once") != 0) || routine->kind != LO_TERM_FUNC)
		return LO_NO_ID;
	return fn->fn_of_sym[routine->a];
}

/* Is there, on every way to the instruction, a call that has the function run once? */
static gboolean has_passed(const LoWitness *w, LoFnId id, guint32 instr, LoFnId routine)
{
	const LoFn *fn = lo_program_fn(w->program, id);

	for (guint32 i = 0; fn->ir && i < fn->ir->instrs->len; i++)
		if (run_once_by(fn, w->program, i) == routine && (i == instr || lo_instr_dominates(fn->ir, i, instr)))
			return TRUE;
	return FALSE;
}

gboolean lo_once_tells(const LoWitness *w, const LoExplored *x, const LoAct *a, const LoAct *b)
{
	guint32 as[LO_MAX_PATH] = { 0 }, bs[LO_MAX_PATH] = { 0 };
	guint n = lo_path_steps(x, a->path, as), m = 0;

	for (guint i = 0; i < n; i++) {
		const LoPathStep *step = &LO_AT(x->paths, LoPathStep, as[i]);
		LoFnId routine = run_once_by(lo_program_fn(w->program, step->fn), w->program, event_of(w, step)->instr);
		if (routine == LO_NO_ID)
			continue;
		m = m ? m : lo_path_steps(x, b->path, bs);
		for (guint k = 0; k < m; k++) {
			const LoPathStep *other = &LO_AT(x->paths, LoPathStep, bs[k]);
			if (has_passed(w, other->fn, event_of(w, other)->instr, routine))
				return TRUE;
		}
	}
	return FALSE;
}
