#include "facts/ir.h"
#include "facts/ir_simplify.h"

#include <string.h>

/* A block under construction: instructions arrive in any order of blocks, so
 * that they are laid out contiguously only when the function is finished. */
typedef struct {
	GArray *instrs;		/* LoInstr */
	gboolean terminated;
} Draft;

struct LoBuilder {
	LoFunc *f;
	GHashTable *strings;	/* char *, owned by f -> LoStrId */
	GHashTable *syms;	/* gint64 *: name and scope -> index */
	GHashTable *fields;	/* gint64 *: record and name -> index */
	GHashTable *terms;	/* LoTerm * -> LoTermId */
	GArray *drafts;		/* Draft, parallel to f->blocks */
	guint32 current;
};

static guint term_hash(gconstpointer key)
{
	const LoTerm *t = key;
	guint64 h = t->kind * 31u + t->op;

	h = h * 0x9e3779b97f4a7c15u + t->a;
	h = h * 0x9e3779b97f4a7c15u + t->b;
	h = h * 0x9e3779b97f4a7c15u + (guint64)t->k;
	return (guint)(h ^ h >> 32);
}

static gboolean term_equal(gconstpointer x, gconstpointer y)
{
	const LoTerm *s = x, *t = y;

	return s->kind == t->kind && s->op == t->op && s->a == t->a && s->b == t->b && s->k == t->k;
}

static void draft_clear(gpointer data)
{
	Draft *d = data;

	g_array_unref(d->instrs);
}

LoBuilder *lo_builder_new(void)
{
	LoBuilder *b = g_new0(LoBuilder, 1);

	b->f = lo_func_new();
	b->strings = g_hash_table_new(g_str_hash, g_str_equal);
	b->syms = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	b->fields = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	b->terms = g_hash_table_new_full(term_hash, term_equal, g_free, NULL);
	b->drafts = g_array_new(FALSE, TRUE, sizeof(Draft));
	g_array_set_clear_func(b->drafts, draft_clear);
	return b;
}

LoFunc *lo_builder_func(LoBuilder *b)
{
	return b->f;
}

static void lay_out_blocks(LoBuilder *b)
{
	for (guint i = 0; i < b->drafts->len; i++) {
		GArray *instrs = LO_AT(b->drafts, Draft, i).instrs;
		LoBlock *block = &LO_AT(b->f->blocks, LoBlock, i);

		block->first_instr = b->f->instrs->len;
		block->n_instrs = instrs->len;
		if (instrs->len)
			g_array_append_vals(b->f->instrs, instrs->data, instrs->len);
	}
}

LoFunc *lo_builder_finish(LoBuilder *b)
{
	LoFunc *f = b->f;

	if (f->blocks->len == 0)
		lo_build_block(b);
	lay_out_blocks(b);
	lo_func_simplify(f);
	lo_func_compact(f);
	g_hash_table_unref(b->strings);
	g_hash_table_unref(b->syms);
	g_hash_table_unref(b->fields);
	g_hash_table_unref(b->terms);
	g_array_unref(b->drafts);
	g_free(b);
	return f;
}

LoStrId lo_build_str(LoBuilder *b, const char *s)
{
	if (!s || !*s)
		return 0;

	gpointer known = g_hash_table_lookup(b->strings, s);
	if (known)
		return GPOINTER_TO_UINT(known);

	LoStrId id = b->f->strings->len;
	char *own = g_strdup(s);
	g_ptr_array_add(b->f->strings, own);
	g_hash_table_insert(b->strings, own, GUINT_TO_POINTER(id));
	return id;
}

/* The index + 1 of the pair, or 0 after noting that it will be `next`. */
static guint32 intern_pair(GHashTable *table, LoStrId x, LoStrId y, guint32 next)
{
	gint64 key = (gint64)((guint64)x << 32 | y);
	gpointer known = g_hash_table_lookup(table, &key);

	if (known)
		return GPOINTER_TO_UINT(known);
	gint64 *own = g_new(gint64, 1);
	*own = key;
	g_hash_table_insert(table, own, GUINT_TO_POINTER(next + 1));
	return 0;
}

guint32 lo_build_sym(LoBuilder *b, const char *name, const char *scope, const char *type)
{
	LoSym sym = { lo_build_str(b, name), lo_build_str(b, scope), lo_build_str(b, type) };
	guint32 known = intern_pair(b->syms, sym.name, sym.scope, b->f->syms->len);

	if (!known) {
		g_array_append_val(b->f->syms, sym);
		return b->f->syms->len - 1;
	}
	LoSym *old = &LO_AT(b->f->syms, LoSym, known - 1);
	if (!old->type)
		old->type = sym.type;
	return known - 1;
}

guint32 lo_build_field(LoBuilder *b, const char *record, const char *name, const char *type)
{
	LoField field = { lo_build_str(b, record), lo_build_str(b, name), lo_build_str(b, type) };
	guint32 known = intern_pair(b->fields, field.record, field.name, b->f->fields->len);

	if (!known) {
		g_array_append_val(b->f->fields, field);
		return b->f->fields->len - 1;
	}
	LoField *old = &LO_AT(b->f->fields, LoField, known - 1);
	if (!old->type)
		old->type = field.type;
	return known - 1;
}

gint32 lo_build_local(LoBuilder *b, const char *name, const char *type)
{
	LoLocal local = { lo_build_str(b, name), lo_build_str(b, type) };

	g_array_append_val(b->f->locals, local);
	return (gint32)b->f->locals->len - 1;
}

/* ---- terms ---- */

static LoTermId intern_term(LoBuilder *b, LoTerm t)
{
	gpointer known;

	if (g_hash_table_lookup_extended(b->terms, &t, NULL, &known))
		return GPOINTER_TO_UINT(known);
	LoTermId id = b->f->terms->len;
	g_array_append_val(b->f->terms, t);
	g_hash_table_insert(b->terms, g_memdup2(&t, sizeof(t)), GUINT_TO_POINTER(id));
	return id;
}

static const LoTerm *term_at(LoBuilder *b, LoTermId t)
{
	g_assert(t < b->f->terms->len);
	return &LO_AT(b->f->terms, LoTerm, t);
}

LoTermId lo_build_unknown(LoBuilder *b)
{
	return intern_term(b, (LoTerm){ .kind = LO_TERM_UNKNOWN });
}

LoTermId lo_build_const(LoBuilder *b, gint64 k)
{
	return intern_term(b, (LoTerm){ .kind = LO_TERM_CONST, .k = k });
}

LoTermId lo_build_string(LoBuilder *b, const char *s)
{
	return intern_term(b, (LoTerm){ .kind = LO_TERM_STRING, .a = lo_build_str(b, s) });
}

LoTermId lo_build_leaf(LoBuilder *b, LoTermKind kind, guint32 slot_or_sym)
{
	gboolean is_local = kind == LO_TERM_LOCAL || kind == LO_TERM_LOCAL_ADDR;

	g_assert(is_local || kind == LO_TERM_GLOBAL || kind == LO_TERM_FUNC);
	g_assert(slot_or_sym < (is_local ? b->f->locals : b->f->syms)->len);
	return intern_term(b, (LoTerm){ .kind = kind, .a = slot_or_sym });
}

LoTermId lo_build_field_addr(LoBuilder *b, LoTermId base, guint32 field)
{
	term_at(b, base);
	g_assert(field < b->f->fields->len);
	return intern_term(b, (LoTerm){ .kind = LO_TERM_FIELD, .a = base, .b = field });
}

LoTermId lo_build_index(LoBuilder *b, LoTermId base, LoTermId index)
{
	term_at(b, base);
	if (index != LO_NO_TERM)
		term_at(b, index);
	return intern_term(b, (LoTerm){ .kind = LO_TERM_INDEX, .a = base, .b = index });
}

LoTermId lo_build_load(LoBuilder *b, LoTermId addr)
{
	const LoTerm *t = term_at(b, addr);

	if (t->kind == LO_TERM_LOCAL_ADDR)
		return lo_build_leaf(b, LO_TERM_LOCAL, t->a);
	if (t->kind == LO_TERM_FUNC)	/* a function designator decays again: *fn is fn */
		return addr;
	return intern_term(b, (LoTerm){ .kind = LO_TERM_LOAD, .a = addr });
}

LoTermId lo_build_container(LoBuilder *b, LoTermId base, guint32 field)
{
	const LoTerm *t = term_at(b, base);

	g_assert(field < b->f->fields->len);
	if (t->kind == LO_TERM_FIELD && t->b == field)
		return t->a;
	return intern_term(b, (LoTerm){ .kind = LO_TERM_CONTAINER, .a = base, .b = field });
}

static gboolean negated_comparison(LoBinop op, LoBinop *out)
{
	switch (op) {
	case LO_BINOP_EQ: *out = LO_BINOP_NE; return TRUE;
	case LO_BINOP_NE: *out = LO_BINOP_EQ; return TRUE;
	case LO_BINOP_LT: *out = LO_BINOP_GE; return TRUE;
	case LO_BINOP_LE: *out = LO_BINOP_GT; return TRUE;
	case LO_BINOP_GT: *out = LO_BINOP_LE; return TRUE;
	case LO_BINOP_GE: *out = LO_BINOP_LT; return TRUE;
	case LO_BINOP_AND:
	case LO_BINOP_OR:
	case LO_BINOP_XOR:
	case LO_BINOP_ADD:
	case LO_BINOP_SUB:
	case LO_BINOP_MUL:
	case LO_BINOP_DIV:
	case LO_BINOP_REM:
	case LO_BINOP_OTHER:
		break;
	}
	return FALSE;
}

static gboolean is_boolean(LoBuilder *b, LoTermId id)
{
	const LoTerm *t = term_at(b, id);
	LoBinop unused;

	return t->kind == LO_TERM_NOT || (t->kind == LO_TERM_BINOP && negated_comparison(t->op, &unused));
}

LoTermId lo_build_not(LoBuilder *b, LoTermId a)
{
	const LoTerm *t = term_at(b, a);
	LoBinop op;

	if (t->kind == LO_TERM_CONST)
		return lo_build_const(b, !t->k);
	if (t->kind == LO_TERM_NOT && is_boolean(b, t->a))	/* !!x is x for a truth value only */
		return t->a;
	if (t->kind == LO_TERM_BINOP && negated_comparison(t->op, &op))
		return lo_build_binop(b, op, t->a, t->b);
	return intern_term(b, (LoTerm){ .kind = LO_TERM_NOT, .a = a });
}

static gboolean fold(LoBinop op, gint64 l, gint64 r, gint64 *out)
{
	/* Sums wrap as they do in two's complement; signed overflow would be undefined here. */
	switch (op) {
	case LO_BINOP_EQ: *out = l == r; return TRUE;
	case LO_BINOP_NE: *out = l != r; return TRUE;
	case LO_BINOP_LT: *out = l < r; return TRUE;
	case LO_BINOP_LE: *out = l <= r; return TRUE;
	case LO_BINOP_GT: *out = l > r; return TRUE;
	case LO_BINOP_GE: *out = l >= r; return TRUE;
	case LO_BINOP_AND: *out = l & r; return TRUE;
	case LO_BINOP_OR: *out = l | r; return TRUE;
	case LO_BINOP_XOR: *out = l ^ r; return TRUE;
	case LO_BINOP_ADD: *out = (gint64)((guint64)l + (guint64)r); return TRUE;
	case LO_BINOP_SUB: *out = (gint64)((guint64)l - (guint64)r); return TRUE;
	case LO_BINOP_MUL:
	case LO_BINOP_DIV:
	case LO_BINOP_REM:	/* the frontend evaluates these: it knows the type */
	case LO_BINOP_OTHER: break;
	}
	return FALSE;
}

LoTermId lo_build_binop(LoBuilder *b, LoBinop op, LoTermId l, LoTermId r)
{
	const LoTerm *x = term_at(b, l), *y = term_at(b, r);
	gint64 k;

	if (x->kind == LO_TERM_CONST && y->kind == LO_TERM_CONST && fold(op, x->k, y->k, &k))
		return lo_build_const(b, k);
	return intern_term(b, (LoTerm){ .kind = LO_TERM_BINOP, .op = op, .a = l, .b = r });
}

/* ---- blocks and instructions ---- */

guint32 lo_build_block(LoBuilder *b)
{
	LoBlock block = { .exit = LO_EXIT_NONE, .cond = LO_NO_TERM };
	Draft draft = { .instrs = g_array_new(FALSE, FALSE, sizeof(LoInstr)) };

	g_array_append_val(b->f->blocks, block);
	g_array_append_val(b->drafts, draft);
	return b->f->blocks->len - 1;
}

void lo_build_position(LoBuilder *b, guint32 block)
{
	g_assert(block < b->f->blocks->len);
	b->current = block;
}

guint32 lo_build_current(LoBuilder *b)
{
	if (b->f->blocks->len == 0)
		lo_build_block(b);
	return b->current;
}

static Draft *current_draft(LoBuilder *b)
{
	guint32 i = lo_build_current(b);	/* first: it may make the array grow */

	return &LO_AT(b->drafts, Draft, i);
}

gboolean lo_build_terminated(LoBuilder *b)
{
	return current_draft(b)->terminated;
}

static void append_instr(LoBuilder *b, const LoInstr *instr)
{
	Draft *d = current_draft(b);

	if (!d->terminated)
		g_array_append_vals(d->instrs, instr, 1);
}

void lo_build_set(LoBuilder *b, gint32 slot, LoTermId value, guint32 line)
{
	g_assert(slot >= 0 && (guint32)slot < b->f->locals->len);
	term_at(b, value);
	append_instr(b, &(LoInstr){ .kind = LO_INSTR_SET, .slot = slot, .addr = LO_NO_TERM,
				    .value = value, .line = line });
}

void lo_build_store(LoBuilder *b, LoTermId addr, LoTermId value, guint32 line, const char *text)
{
	term_at(b, value);
	if (term_at(b, addr)->kind == LO_TERM_LOCAL_ADDR && !(text && *text)) {
		lo_build_set(b, (gint32)term_at(b, addr)->a, value, line);
		return;
	}
	append_instr(b, &(LoInstr){ .kind = LO_INSTR_STORE, .slot = LO_NO_SLOT, .addr = addr, .value = value,
				    .line = line, .text = lo_build_str(b, text) });
}

void lo_build_call(LoBuilder *b, gint32 slot, LoTermId callee, const LoTermId *args, guint n_args,
		   guint32 line, const char *text, const char *sig, guint flags)
{
	g_assert(slot == LO_NO_SLOT || (slot >= 0 && (guint32)slot < b->f->locals->len));
	term_at(b, callee);
	if (lo_build_terminated(b))
		return;
	append_instr(b, &(LoInstr){ .kind = LO_INSTR_CALL, .flags = (guint8)flags, .slot = slot, .addr = callee,
				    .value = LO_NO_TERM, .first_arg = b->f->args->len, .n_args = n_args, .line = line,
				    .text = lo_build_str(b, text), .sig = lo_build_str(b, sig) });
	for (guint i = 0; i < n_args; i++)
		term_at(b, args[i]);
	if (n_args)
		g_array_append_vals(b->f->args, args, n_args);
}

void lo_build_asm_goto(LoBuilder *b, guint32 line)
{
	append_instr(b, &(LoInstr){ .kind = LO_INSTR_ASM_GOTO, .slot = LO_NO_SLOT, .addr = LO_NO_TERM,
				    .value = LO_NO_TERM, .line = line });
}

static void check_exit(LoBuilder *b, LoExitKind kind, LoTermId cond, const guint32 *targets, guint n_targets)
{
	switch (kind) {
	case LO_EXIT_JUMP: g_assert(n_targets == 1); break;
	case LO_EXIT_BRANCH: g_assert(n_targets == 2); break;
	case LO_EXIT_SWITCH:
	case LO_EXIT_CHOICE: g_assert(n_targets >= 1); break;
	case LO_EXIT_RETURN:
	case LO_EXIT_NONE: g_assert(n_targets == 0); break;
	}
	if (kind == LO_EXIT_BRANCH || kind == LO_EXIT_SWITCH || cond != LO_NO_TERM)
		term_at(b, cond);
	for (guint i = 0; i < n_targets; i++)
		g_assert(targets[i] < b->f->blocks->len);
}

void lo_build_exit(LoBuilder *b, LoExitKind kind, LoTermId cond, const guint32 *targets, guint n_targets,
		   const LoCase *cases, guint32 line)
{
	Draft *d = current_draft(b);

	check_exit(b, kind, cond, targets, n_targets);
	if (d->terminated)
		return;
	d->terminated = TRUE;
	LoBlock *block = &LO_AT(b->f->blocks, LoBlock, b->current);
	block->exit = kind;
	block->cond = kind == LO_EXIT_JUMP || kind == LO_EXIT_NONE || kind == LO_EXIT_CHOICE ? LO_NO_TERM : cond;
	block->line = line;
	block->first_target = b->f->targets->len;
	block->n_targets = n_targets;
	block->first_case = b->f->cases->len;
	if (n_targets)
		g_array_append_vals(b->f->targets, targets, n_targets);
	if (kind == LO_EXIT_SWITCH && n_targets > 1)
		g_array_append_vals(b->f->cases, cases, n_targets - 1);
}
