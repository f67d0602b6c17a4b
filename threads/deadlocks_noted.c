/* Locks that a program lets their owner take again by itself: it notes that they are held, and looks there first. */
#include "threads/deadlocks_internal.h"

#define MAX_TERM_DEPTH 8

static const LoTerm *term(const LoFunc *ir, LoTermId id)
{
	return &LO_AT(ir->terms, LoTerm, id);
}

static gboolean same_place(const LoFunc *ir, LoTermId a, LoTermId b)
{
	const LoTerm *s = term(ir, a), *t = term(ir, b);

	if (a == b)
		return TRUE;
	if (s->kind != t->kind)
		return FALSE;
	switch ((LoTermKind)s->kind) {
	case LO_TERM_LOCAL:
	case LO_TERM_GLOBAL: return s->a == t->a;
	case LO_TERM_FIELD: return s->b == t->b && same_place(ir, s->a, t->a);
	case LO_TERM_LOAD: return same_place(ir, s->a, t->a);
	default: return FALSE;
	}
}

/* A variable, or a member of what the caller gives: not the function's own. */
static gboolean outlives(const LoFunc *ir, LoTermId id)
{
	const LoTerm *t = term(ir, id);

	while (t->kind == LO_TERM_FIELD || t->kind == LO_TERM_LOAD)
		t = term(ir, t->a);
	return t->kind == LO_TERM_GLOBAL || (t->kind == LO_TERM_LOCAL && t->a < ir->n_params);
}

static gboolean mentions(const LoFunc *ir, LoTermId id, LoTermId place, guint depth);

static gboolean local_mentions(const LoFunc *ir, guint32 slot, LoTermId place, guint depth)
{
	for (guint i = 0; slot >= ir->n_params && i < ir->instrs->len; i++) {
		const LoInstr *in = &LO_AT(ir->instrs, LoInstr, i);
		if (in->kind == LO_INSTR_SET && in->slot == (gint32)slot && mentions(ir, in->value, place, depth + 1))
			return TRUE;
		for (guint k = 0; in->kind == LO_INSTR_CALL && in->slot == (gint32)slot && k < in->n_args; k++)
			if (mentions(ir, LO_AT(ir->args, LoTermId, in->first_arg + k), place, depth + 1))
				return TRUE;
	}
	return FALSE;
}

static gboolean mentions(const LoFunc *ir, LoTermId id, LoTermId place, guint depth)
{
	if (id == LO_NO_TERM || depth > MAX_TERM_DEPTH)
		return FALSE;
	const LoTerm *t = term(ir, id);
	switch ((LoTermKind)t->kind) {
	case LO_TERM_LOAD: return same_place(ir, t->a, place);
	case LO_TERM_NOT: return mentions(ir, t->a, place, depth + 1);
	case LO_TERM_BINOP: return mentions(ir, t->a, place, depth + 1) || mentions(ir, t->b, place, depth + 1);
	case LO_TERM_LOCAL: return local_mentions(ir, t->a, place, depth);
	default: return FALSE;
	}
}

static gboolean branches_on(const LoFunc *ir, LoTermId place)
{
	for (guint i = 0; i < ir->blocks->len; i++) {
		const LoBlock *b = &LO_AT(ir->blocks, LoBlock, i);
		if ((b->exit == LO_EXIT_BRANCH || b->exit == LO_EXIT_SWITCH) && mentions(ir, b->cond, place, 0))
			return TRUE;
	}
	return FALSE;
}

/* Does it look at a variable that it sets? */
static gboolean notes(const LoFunc *ir)
{
	for (guint i = 0; ir && i < ir->instrs->len; i++) {
		const LoInstr *in = &LO_AT(ir->instrs, LoInstr, i);
		if (in->kind == LO_INSTR_STORE && outlives(ir, in->addr) && branches_on(ir, in->addr))
			return TRUE;
	}
	return FALSE;
}

static gboolean is_on_way(const Search *s, guint32 path, LoFnId fn)
{
	for (; path != LO_NO_ID; path = LO_AT(s->x->paths, LoPathStep, path).parent)
		if (LO_AT(s->x->paths, LoPathStep, path).fn == fn)
			return TRUE;
	return FALSE;
}

gboolean lo_search_takes_as_noted(const Search *s, const LoHolding *h, const LoAct *a)
{
	LoFnId inside[MAX_INSIDE];
	guint32 lines[MAX_INSIDE];
	guint n = lo_search_inside(s, h->path, inside, lines);

	for (guint i = 0; i < n; i++)
		if (is_on_way(s, a->path, inside[i]) && notes(lo_program_fn(s->w->program, inside[i])->ir))
			return TRUE;
	return FALSE;
}
