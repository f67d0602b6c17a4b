/* Numbers in members that stay what they are set to, and those that are counted up, computed or read from outside. */
#include "threads/explore_internal.h"

static gpointer key_of(LoFieldId field)
{
	return GUINT_TO_POINTER(field + 1);
}

/* Of pointers memory tells all that they may be. */
static void add(Explorer *e, LoFieldId field)
{
	if (*lo_program_field(e->program, field)->type != '*')
		g_hash_table_add(e->counted, key_of(field));
}

/* A constant, or what a caller gives. */
static gboolean is_plain(const LoFn *fn, LoTermId id)
{
	const LoTerm *t = id != LO_NO_TERM ? &LO_AT(fn->ir->terms, LoTerm, id) : NULL;

	return t && (t->kind == LO_TERM_CONST || (t->kind == LO_TERM_LOCAL && t->a < fn->ir->n_params));
}

static void note_field(Explorer *e, const LoFn *fn, LoTermId address)
{
	const LoTerm *t = &LO_AT(fn->ir->terms, LoTerm, address);

	if (t->kind == LO_TERM_FIELD)
		add(e, fn->field_of[t->b]);
}

/* All members of the object at an address that somebody else is given. */
static void note_record(Explorer *e, const LoFn *fn, LoTermId address)
{
	const LoTerm *t = &LO_AT(fn->ir->terms, LoTerm, address);
	const char *type = t->kind == LO_TERM_LOCAL_ADDR ? lo_func_str(fn->ir, LO_AT(fn->ir->locals, LoLocal, t->a).type) :
		t->kind == LO_TERM_GLOBAL ? lo_program_var(e->program, fn->var_of_sym[t->a])->type : NULL;

	for (LoFieldId i = 0; type && i < e->program->fields->len; i++)
		if (!g_strcmp0(lo_program_field(e->program, i)->record, type))
			add(e, i);
}

static gboolean is_outside(Explorer *e, const LoFn *fn, const LoInstr *in)
{
	const LoTerm *t = &LO_AT(fn->ir->terms, LoTerm, in->addr);
	LoFnId callee = t->kind == LO_TERM_FUNC ? fn->fn_of_sym[t->a] : LO_NO_ID;

	return callee != LO_NO_ID && !lo_program_fn(e->program, callee)->ir && !lo_vals_primitive(e->vals, callee);
}

void lo_explorer_find_counted(Explorer *e)
{
	for (LoFnId id = 0; e->small && id < e->n; id++) {
		const LoFn *fn = lo_program_fn(e->program, id);
		for (guint i = 0; fn->ir && i < fn->ir->instrs->len; i++) {
			const LoInstr *in = &LO_AT(fn->ir->instrs, LoInstr, i);
			if (in->kind == LO_INSTR_STORE && !is_plain(fn, in->value))
				note_field(e, fn, in->addr);
			for (guint k = 0; in->kind == LO_INSTR_CALL && is_outside(e, fn, in) && k < in->n_args; k++) {
				LoTermId arg = LO_AT(fn->ir->args, LoTermId, in->first_arg + k);
				if (arg != LO_NO_TERM) {
					note_field(e, fn, arg);
					note_record(e, fn, arg);
				}
			}
		}
	}
}

gboolean lo_explorer_is_counted(const Explorer *e, LoVal id)
{
	const LoValue *v = lo_val(e->vals, id);

	switch ((LoValKind)v->kind) {
	case LO_V_NOT: return lo_explorer_is_counted(e, v->a);
	case LO_V_BIN: return lo_explorer_is_counted(e, v->a) || lo_explorer_is_counted(e, v->b);
	case LO_V_LOAD:
		return lo_val(e->vals, v->a)->kind == LO_V_FIELD && g_hash_table_contains(e->counted, key_of(lo_val(e->vals, v->a)->b));
	default: return FALSE;
	}
}
