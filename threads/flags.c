#include "threads/flags.h"

#include <string.h>

#include "threads/happens.h"

#define MAX_DEPTH 8	/* of a condition */

/* The variable and the member as it is written. */
typedef struct {
	LoVarId var;
	char *text;
} Flag;

static const LoFn *fn_of(const LoWitness *w, LoFnId id)
{
	return lo_program_fn(w->program, id);
}

static const LoTerm *term_of(const LoFn *fn, LoTermId id)
{
	return id != LO_NO_TERM ? &LO_AT(fn->ir->terms, LoTerm, id) : NULL;
}

/* The variable that the address is in, or LO_NO_ID. */
static LoVarId var_at(const LoFn *fn, LoTermId address)
{
	const LoTerm *t = term_of(fn, address);

	while (t && t->kind == LO_TERM_FIELD)
		t = term_of(fn, t->a);
	return t && t->kind == LO_TERM_GLOBAL ? fn->var_of_sym[t->a] : LO_NO_ID;
}

static char *text_of(const LoFn *fn, LoTermId address)
{
	GString *text = g_string_new(NULL);

	lo_term_print(fn->ir, address, text);
	return g_string_free(text, FALSE);
}

static gboolean is_flag(const Flag *f, const LoFn *fn, LoTermId address)
{
	if (var_at(fn, address) != f->var)
		return FALSE;
	g_autofree char *text = text_of(fn, address);
	return !strcmp(text, f->text);
}

/* ---- the loop ---- */

/* What a local that is set at one place is set to, or LO_NO_TERM. */
static LoTermId only_value(const LoFn *fn, guint32 slot)
{
	LoTermId value = LO_NO_TERM;
	guint n = slot < fn->ir->n_params;

	for (guint i = 0; i < fn->ir->instrs->len; i++) {
		const LoInstr *in = &LO_AT(fn->ir->instrs, LoInstr, i);
		if (in->kind == LO_INSTR_STORE || in->slot != (gint32)slot)
			continue;
		n++;
		value = in->kind == LO_INSTR_SET ? in->value : LO_NO_TERM;
	}
	return n == 1 ? value : LO_NO_TERM;
}

/* The address of the variable that the condition reads, LO_NO_TERM: none. */
static LoTermId find_read(const LoFn *fn, LoTermId id, guint depth)
{
	const LoTerm *t = depth < MAX_DEPTH ? term_of(fn, id) : NULL;

	if (!t)
		return LO_NO_TERM;
	switch (t->kind) {
	case LO_TERM_LOAD: return var_at(fn, t->a) != LO_NO_ID ? t->a : LO_NO_TERM;
	case LO_TERM_LOCAL: return find_read(fn, only_value(fn, t->a), depth + 1);
	case LO_TERM_NOT: return find_read(fn, t->a, depth + 1);
	case LO_TERM_BINOP: {
		LoTermId left = find_read(fn, t->a, depth + 1);
		return left != LO_NO_TERM ? left : find_read(fn, t->b, depth + 1);
	}
	default: return LO_NO_TERM;
	}
}

static gboolean compare(guint op, gint64 a, gint64 b, gint64 *out)
{
	switch (op) {
	case LO_BINOP_EQ: *out = a == b; return TRUE;
	case LO_BINOP_NE: *out = a != b; return TRUE;
	case LO_BINOP_LT: *out = a < b; return TRUE;
	case LO_BINOP_LE: *out = a <= b; return TRUE;
	case LO_BINOP_GT: *out = a > b; return TRUE;
	case LO_BINOP_GE: *out = a >= b; return TRUE;
	default: return FALSE;
	}
}

/* The condition while the flag is 0; FALSE: it depends on something else. */
static gboolean evaluate(const Flag *f, const LoFn *fn, LoTermId id, guint depth, gint64 *out)
{
	const LoTerm *t = depth < MAX_DEPTH ? term_of(fn, id) : NULL;
	gint64 a, b;

	if (!t)
		return FALSE;
	switch (t->kind) {
	case LO_TERM_CONST: *out = t->k; return TRUE;
	case LO_TERM_LOAD: *out = 0; return is_flag(f, fn, t->a);
	case LO_TERM_LOCAL: return evaluate(f, fn, only_value(fn, t->a), depth + 1, out);
	case LO_TERM_NOT:
		if (!evaluate(f, fn, t->a, depth + 1, &a))
			return FALSE;
		*out = !a;
		return TRUE;
	case LO_TERM_BINOP:
		return evaluate(f, fn, t->a, depth + 1, &a) && evaluate(f, fn, t->b, depth + 1, &b) && compare(t->op, a, b, out);
	default: return FALSE;
	}
}

static gboolean reaches(const LoFunc *ir, guint32 from, guint32 to, guint32 without)
{
	g_autofree guint8 *seen = g_new0(guint8, ir->blocks->len + 1);

	if (from == to)
		return TRUE;
	lo_reach_blocks(ir, from, without, seen);
	return seen[to];
}

/* Is `at` behind a loop that only the branch of block `loop` leaves to get there, and does not while the flag is 0? */
static gboolean is_behind(const Flag *f, const LoFn *fn, guint32 loop, guint32 at)
{
	const LoFunc *ir = fn->ir;
	const LoBlock *b = &LO_AT(ir->blocks, LoBlock, loop);
	const guint32 *to = &LO_AT(ir->targets, guint32, b->first_target);
	gint64 taken;

	if (!evaluate(f, fn, b->cond, 0, &taken))
		return FALSE;
	guint32 stay = to[taken ? 0 : 1], leave = to[taken ? 1 : 0];
	return stay != leave && reaches(ir, stay, loop, LO_NO_ID) && !reaches(ir, at, loop, LO_NO_ID) &&
		(stay == loop || !reaches(ir, stay, at, loop)) && (!loop || !reaches(ir, 0, at, loop));
}

/* ---- who sets it ---- */

static gboolean is_called(const LoWitness *w, LoFnId id)
{
	for (guint i = 0; i < w->program->fns->len; i++) {
		const LoFn *fn = fn_of(w, i);
		for (guint k = 0; fn->ir && k < fn->ir->instrs->len; k++) {
			const LoInstr *in = &LO_AT(fn->ir->instrs, LoInstr, k);
			const LoTerm *t = in->kind == LO_INSTR_CALL ? term_of(fn, in->addr) : NULL;
			if (t && t->kind == LO_TERM_FUNC && fn->fn_of_sym[t->a] == id)
				return TRUE;
		}
	}
	return FALSE;
}

/* What nobody runs but this thread: its first function. */
static gboolean is_own(const LoWitness *w, const LoExplored *x, guint32 thread, LoFnId fn)
{
	guint n = 0;

	for (guint32 i = 0; i < x->threads->threads->len; i++)
		n += lo_threads_get(x->threads, i)->start == fn;
	return n == 1 && lo_threads_get(x->threads, thread)->start == fn && !is_called(w, fn);
}

/* Is it the flag, or what it is a member of? */
static gboolean covers(const Flag *f, const LoFn *fn, LoTermId address)
{
	if (var_at(fn, address) != f->var)
		return FALSE;
	g_autofree char *text = text_of(fn, address);
	gsize len = strlen(text);
	return g_str_has_prefix(f->text, text) && (!f->text[len] || f->text[len] == '.');
}

/* Is the address given to somebody, who may store there? */
static gboolean is_given(const Flag *f, const LoFn *fn, const LoInstr *in)
{
	if (in->kind != LO_INSTR_CALL)
		return covers(f, fn, in->value);
	for (guint i = 0; i < in->n_args; i++)
		if (covers(f, fn, LO_AT(fn->ir->args, LoTermId, in->first_arg + i)))
			return TRUE;
	return FALSE;
}

typedef struct {
	const LoWitness *w;
	const LoExplored *x;
	const LoAct *a;
	LoFnId first;		/* a's thread's first function, and where a is there */
	guint32 instr;
	gboolean any;
} Setters;

/* FALSE: it may be set by others, or before a is done. */
static gboolean check_function(Setters *s, const Flag *f, LoFnId id)
{
	const LoFn *fn = fn_of(s->w, id);

	for (guint i = 0; fn->ir && i < fn->ir->instrs->len; i++) {
		const LoInstr *in = &LO_AT(fn->ir->instrs, LoInstr, i);
		if (is_given(f, fn, in))
			return FALSE;
		if (in->kind != LO_INSTR_STORE || !is_flag(f, fn, in->addr))
			continue;
		const LoTerm *value = term_of(fn, in->value);
		if (value && value->kind == LO_TERM_CONST && !value->k)
			continue;
		if (id != s->first || lo_instr_follows(fn->ir, s->instr, i))
			return FALSE;
		s->any = TRUE;
	}
	return TRUE;
}

/* What an initialiser does not say is 0. */
static gboolean begins_set(const Flag *f, const LoVar *var)
{
	for (guint i = 0; var->init && var->init->ir && i < var->init->ir->instrs->len; i++) {
		const LoInstr *in = &LO_AT(var->init->ir->instrs, LoInstr, i);
		if (in->kind == LO_INSTR_STORE && is_flag(f, var->init, in->addr))
			return TRUE;
	}
	return FALSE;
}

static gboolean is_set_after(const LoWitness *w, const LoExplored *x, const Flag *f, const LoAct *a)
{
	guint32 steps[LO_MAX_PATH] = { 0 };
	guint n = lo_path_steps(x, a->path, steps);
	const LoPathStep *outer = n ? &LO_AT(x->paths, LoPathStep, steps[n - 1]) : NULL;

	if (!outer || begins_set(f, lo_program_var(w->program, f->var)) || !is_own(w, x, a->thread, outer->fn))
		return FALSE;
	Setters s = { w, x, a, outer->fn, LO_AT(w->summaries[outer->fn]->events, LoEvent, outer->event).instr, FALSE };
	for (guint i = 0; i < w->program->fns->len; i++)
		if (!check_function(&s, f, i))
			return FALSE;
	return s.any;
}

/* ---- both ---- */

static gboolean step_tells(const LoWitness *w, const LoExplored *x, const LoAct *a, const LoPathStep *step)
{
	const LoFn *fn = fn_of(w, step->fn);
	guint32 at = fn->ir ? lo_block_of(fn->ir, LO_AT(w->summaries[step->fn]->events, LoEvent, step->event).instr) : LO_NO_ID;

	for (guint32 i = 0; at != LO_NO_ID && i < fn->ir->blocks->len; i++) {
		const LoBlock *b = &LO_AT(fn->ir->blocks, LoBlock, i);
		LoTermId read = b->exit == LO_EXIT_BRANCH && i != at ? find_read(fn, b->cond, 0) : LO_NO_TERM;
		if (read == LO_NO_TERM)
			continue;
		g_autofree char *text = text_of(fn, read);
		const Flag f = { var_at(fn, read), text };
		if (is_behind(&f, fn, i, at) && is_set_after(w, x, &f, a))
			return TRUE;
	}
	return FALSE;
}

gboolean lo_flag_tells(const LoWitness *w, const LoExplored *x, const LoAct *a, const LoAct *b)
{
	guint32 steps[LO_MAX_PATH] = { 0 };
	guint n = lo_vals_is_small(w->vals) ? lo_path_steps(x, b->path, steps) : 0;

	for (guint i = 0; i < n; i++)
		if (step_tells(w, x, a, &LO_AT(x->paths, LoPathStep, steps[i])))
			return TRUE;
	return FALSE;
}
