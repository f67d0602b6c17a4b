/*
 * What initialisers say of variables, and which of it stays so.
 */
#include "summary/value_internal.h"

#include <string.h>

#define VARIABLE 0x80000000u	/* in `assigned`: a LoVarId, no LoFieldId + 1 */

LoVal lo_val_initial(const LoVals *vs, LoVal addr)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(vs->initial, GUINT_TO_POINTER(addr)));
}

gboolean lo_vals_is_assigned(const LoVals *vs, LoFieldId f)
{
	return g_hash_table_contains(vs->assigned, GUINT_TO_POINTER(f + 1));
}

/* A member that is set by initialisers only. */
gboolean lo_val_is_fixed_member(const LoVals *vs, LoVal addr)
{
	const LoValue *a = lo_val(vs, addr);

	return a->kind == LO_V_FIELD && !lo_vals_is_assigned(vs, a->b);
}

/* A number that a program's own code only ever reads: `static int debug;`. */
gboolean lo_val_is_fixed_number(const LoVals *vs, LoVal addr)
{
	const LoValue *a = lo_val(vs, addr);
	LoVal known;

	if (!vs->user || a->kind != LO_V_VAR || g_hash_table_contains(vs->assigned, GUINT_TO_POINTER(VARIABLE | a->a)))
		return FALSE;
	const LoVar *v = lo_program_var(vs->program, a->a);
	known = lo_val_initial(vs, addr);
	if (known)
		return lo_val(vs, known)->kind == LO_V_CONST;
	/* others may be defined elsewhere */
	return (*v->scope || (vs->small && *v->file)) && strchr("iusclb_", *v->type) && !(v->init && v->init->ir->instrs->len);
}

/* ---- noting ---- */

/* A variable that is more than read: its address goes somewhere, or it is assigned. */
static void note_use(LoVals *vs, const LoFn *fn, LoTermId id, LoVarId self)
{
	const LoTerm *t = id == LO_NO_TERM ? NULL : &LO_AT(fn->ir->terms, LoTerm, id);

	if (t && t->kind == LO_TERM_GLOBAL && fn->var_of_sym[t->a] != self)
		g_hash_table_add(vs->assigned, GUINT_TO_POINTER(VARIABLE | fn->var_of_sym[t->a]));
}

static void note_operands(LoVals *vs, const LoFn *fn, const LoTerm *t, LoVarId self)
{
	switch ((LoTermKind)t->kind) {
	case LO_TERM_INDEX:
	case LO_TERM_BINOP:
		note_use(vs, fn, t->b, self);
		note_use(vs, fn, t->a, self);
		break;
	case LO_TERM_FIELD:
	case LO_TERM_CONTAINER:
	case LO_TERM_NOT:
		note_use(vs, fn, t->a, self);
		break;
	case LO_TERM_LOAD:	/* it is read */
	case LO_TERM_UNKNOWN:
	case LO_TERM_CONST:
	case LO_TERM_STRING:
	case LO_TERM_LOCAL:
	case LO_TERM_LOCAL_ADDR:
	case LO_TERM_GLOBAL:
	case LO_TERM_FUNC:
	case LO_TERM__N: break;
	}
}

static void note_uses(LoVals *vs, const LoFn *fn, LoVarId self)
{
	for (guint i = 0; i < fn->ir->terms->len; i++)
		note_operands(vs, fn, &LO_AT(fn->ir->terms, LoTerm, i), self);
	for (guint i = 0; i < fn->ir->instrs->len; i++) {
		note_use(vs, fn, LO_AT(fn->ir->instrs, LoInstr, i).addr, self);
		note_use(vs, fn, LO_AT(fn->ir->instrs, LoInstr, i).value, LO_NO_ID);
	}
	for (guint i = 0; i < fn->ir->args->len; i++)
		note_use(vs, fn, LO_AT(fn->ir->args, LoTermId, i), LO_NO_ID);
}

void lo_vals_note_variable(LoVals *vs, LoVarId id)
{
	const LoFn *init = lo_program_var(vs->program, id)->init;

	if (init && vs->user)
		note_uses(vs, init, id);
	for (guint i = 0; init && i < init->ir->instrs->len; i++) {
		const LoInstr *in = &LO_AT(init->ir->instrs, LoInstr, i);
		if (in->kind != LO_INSTR_STORE)
			continue;
		LoInitial it = { lo_val_of_static_term(vs, init, in->addr), lo_val_of_static_term(vs, init, in->value), id };
		if (!it.addr || !it.value)
			continue;
		g_hash_table_insert(vs->initial, GUINT_TO_POINTER(it.addr), GUINT_TO_POINTER(it.value));
		g_array_append_val(vs->initials, it);
	}
}

void lo_vals_each_initial(LoVals *vs, LoInitialVisitor visit, gpointer data)
{
	for (guint i = 0; i < vs->initials->len; i++) {
		const LoInitial it = LO_AT(vs->initials, LoInitial, i);
		visit(vs, it.addr, it.value, it.var, data);
	}
}

void lo_vals_note_body(LoVals *vs, LoFnId id)
{
	const LoFn *fn = lo_program_fn(vs->program, id);

	if (fn->ir && vs->user)
		note_uses(vs, fn, LO_NO_ID);
	for (guint i = 0; fn->ir && i < fn->ir->instrs->len; i++) {
		const LoInstr *in = &LO_AT(fn->ir->instrs, LoInstr, i);
		const LoTerm *t = in->kind == LO_INSTR_STORE ? &LO_AT(fn->ir->terms, LoTerm, in->addr) : NULL;
		while (t && t->kind == LO_TERM_INDEX)
			t = &LO_AT(fn->ir->terms, LoTerm, t->a);
		if (t && t->kind == LO_TERM_FIELD)
			g_hash_table_add(vs->assigned, GUINT_TO_POINTER(fn->field_of[t->b] + 1));
	}
}
