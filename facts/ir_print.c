#include "facts/ir.h"
#include "common/escape.h"

#include <string.h>

/* Terms share operands, so a hostile or merely long one can be exponential as text. */
#define MAX_DEPTH 40
#define MAX_TEXT 2000

typedef struct {
	const LoFunc *f;
	GString *out;
	gsize start;
	guint depth;
} Printer;

static void print_value(Printer *p, LoTermId id);

static gboolean enter(Printer *p)
{
	if (p->depth >= MAX_DEPTH || p->out->len - p->start > MAX_TEXT) {
		g_string_append(p->out, "...");
		return FALSE;
	}
	p->depth++;
	return TRUE;
}

static const LoTerm *term_at(const Printer *p, LoTermId id)
{
	return &LO_AT(p->f->terms, LoTerm, id);
}

static void print_str(Printer *p, LoStrId s)
{
	lo_escape_append(p->out, lo_func_str(p->f, s));
}

/* Temporaries have no name, and an inner scope may use one again. */
static gboolean slot_name_is_unique(const LoFunc *f, guint32 slot)
{
	LoStrId name = LO_AT(f->locals, LoLocal, slot).name;

	for (guint32 i = 0; i < f->locals->len; i++)
		if (i != slot && LO_AT(f->locals, LoLocal, i).name == name)
			return FALSE;
	return TRUE;
}

static void print_slot(Printer *p, guint32 slot)
{
	LoStrId name = LO_AT(p->f->locals, LoLocal, slot).name;

	if (!name) {
		g_string_append_printf(p->out, "$%u", slot);
		return;
	}
	print_str(p, name);
	if (!slot_name_is_unique(p->f, slot))
		g_string_append_printf(p->out, "$%u", slot);
}

static gboolean is_place(const LoTerm *t)
{
	return t->kind == LO_TERM_LOCAL_ADDR || t->kind == LO_TERM_GLOBAL || t->kind == LO_TERM_FIELD ||
	       t->kind == LO_TERM_INDEX;
}

/* A value that -> or [] follows. */
static void print_postfix_base(Printer *p, LoTermId id)
{
	gsize at = p->out->len;

	print_value(p, id);
	if (strchr("*&!-", p->out->str[at])) {
		g_string_insert_c(p->out, (gssize)at, '(');
		g_string_append_c(p->out, ')');
	}
}

/* The lvalue at address `id`. */
static void print_place(Printer *p, LoTermId id)
{
	const LoTerm *t = term_at(p, id);
	gboolean object = is_place(t) && t->kind != LO_TERM_LOCAL_ADDR && t->kind != LO_TERM_GLOBAL &&
			  is_place(term_at(p, t->a));

	if (!enter(p))
		return;
	if (t->kind == LO_TERM_LOCAL_ADDR) {
		print_slot(p, t->a);
	} else if (t->kind == LO_TERM_GLOBAL) {
		print_str(p, LO_AT(p->f->syms, LoSym, t->a).name);
	} else if (t->kind == LO_TERM_FIELD || t->kind == LO_TERM_INDEX) {
		if (object)
			print_place(p, t->a);
		else
			print_postfix_base(p, t->a);
	} else {
		g_string_append_c(p->out, '*');
		print_postfix_base(p, id);
	}
	if (t->kind == LO_TERM_FIELD) {
		g_string_append(p->out, object ? "." : "->");
		print_str(p, LO_AT(p->f->fields, LoField, t->b).name);
	} else if (t->kind == LO_TERM_INDEX) {
		g_string_append_c(p->out, '[');
		if (t->b != LO_NO_TERM)
			print_value(p, t->b);
		g_string_append_c(p->out, ']');
	}
	p->depth--;
}

static const char *binop_text(LoBinop op)
{
	switch (op) {
	case LO_BINOP_EQ: return "==";
	case LO_BINOP_NE: return "!=";
	case LO_BINOP_LT: return "<";
	case LO_BINOP_LE: return "<=";
	case LO_BINOP_GT: return ">";
	case LO_BINOP_GE: return ">=";
	case LO_BINOP_AND: return "&";
	case LO_BINOP_OR: return "|";
	case LO_BINOP_XOR: return "^";
	case LO_BINOP_ADD: return "+";
	case LO_BINOP_SUB: return "-";
	case LO_BINOP_MUL: return "*";
	case LO_BINOP_DIV: return "/";
	case LO_BINOP_REM: return "%";
	case LO_BINOP_OTHER: break;
	}
	return "<op>";
}

static void print_binop(Printer *p, const LoTerm *t)
{
	g_string_append_c(p->out, '(');
	print_value(p, t->a);
	g_string_append_printf(p->out, " %s ", binop_text(t->op));
	print_value(p, t->b);
	g_string_append_c(p->out, ')');
}

static void print_container(Printer *p, const LoTerm *t)
{
	const LoField *m = &LO_AT(p->f->fields, LoField, t->b);

	g_string_append(p->out, "container_of(");
	print_value(p, t->a);
	g_string_append(p->out, ", ");
	print_str(p, m->record);
	g_string_append(p->out, ", ");
	print_str(p, m->name);
	g_string_append_c(p->out, ')');
}

static void print_value(Printer *p, LoTermId id)
{
	const LoTerm *t = term_at(p, id);

	if (!enter(p))
		return;
	switch ((LoTermKind)t->kind) {
	case LO_TERM_UNKNOWN:
	case LO_TERM__N:
		g_string_append_c(p->out, '?');
		break;
	case LO_TERM_CONST:
		g_string_append_printf(p->out, "%" G_GINT64_FORMAT, t->k);
		break;
	case LO_TERM_STRING:
		lo_escape_append_quoted(p->out, lo_func_str(p->f, t->a));
		break;
	case LO_TERM_LOCAL:
		print_slot(p, t->a);
		break;
	case LO_TERM_FUNC:
		print_str(p, LO_AT(p->f->syms, LoSym, t->a).name);
		break;
	case LO_TERM_LOCAL_ADDR:
	case LO_TERM_GLOBAL:
	case LO_TERM_FIELD:
	case LO_TERM_INDEX:
		g_string_append_c(p->out, '&');
		print_place(p, id);
		break;
	case LO_TERM_LOAD:
		print_place(p, t->a);
		break;
	case LO_TERM_CONTAINER:
		print_container(p, t);
		break;
	case LO_TERM_NOT:
		g_string_append_c(p->out, '!');
		print_value(p, t->a);
		break;
	case LO_TERM_BINOP:
		print_binop(p, t);
		break;
	}
	p->depth--;
}

void lo_term_print(const LoFunc *f, LoTermId t, GString *out)
{
	Printer p = { f, out, out->len, 0 };

	if (t == LO_NO_TERM)
		g_string_append_c(out, '?');
	else
		print_value(&p, t);
}

static void print_place_at(const LoFunc *f, LoTermId t, GString *out)
{
	Printer p = { f, out, out->len, 0 };

	print_place(&p, t);
}

static void print_target(const LoFunc *f, gint32 slot, GString *out)
{
	Printer p = { f, out, out->len, 0 };

	print_slot(&p, (guint32)slot);
	g_string_append(out, " = ");
}

static void print_text(const LoFunc *f, LoStrId text, GString *out)
{
	if (!text)
		return;
	g_string_append(out, "  [");
	lo_escape_append(out, lo_func_str(f, text));
	g_string_append_c(out, ']');
}

static void print_callee(const LoFunc *f, LoTermId callee, GString *out)
{
	gsize at = out->len;

	lo_term_print(f, callee, out);
	if (strchr("*&!-", out->str[at])) {
		g_string_insert_c(out, (gssize)at, '(');
		g_string_append_c(out, ')');
	}
}

static void print_call(const LoFunc *f, const LoInstr *i, GString *out)
{
	if (i->slot != LO_NO_SLOT)
		print_target(f, i->slot, out);
	g_string_append(out, i->flags & LO_CALL_CLEANUP ? "cleanup " : "call ");
	print_callee(f, i->addr, out);
	g_string_append_c(out, '(');
	for (guint32 n = 0; n < i->n_args; n++) {
		if (n)
			g_string_append(out, ", ");
		lo_term_print(f, LO_AT(f->args, LoTermId, i->first_arg + n), out);
	}
	g_string_append_c(out, ')');
	if (i->flags & LO_CALL_NORETURN)
		g_string_append(out, " noreturn");
	print_text(f, i->text, out);
}

static void print_instr(const LoFunc *f, const LoInstr *i, GString *out)
{
	g_string_append_printf(out, "  L%u ", i->line);
	switch ((LoInstrKind)i->kind) {
	case LO_INSTR_SET:
		print_target(f, i->slot, out);
		lo_term_print(f, i->value, out);
		break;
	case LO_INSTR_STORE:
		print_place_at(f, i->addr, out);
		g_string_append(out, " := ");
		lo_term_print(f, i->value, out);
		print_text(f, i->text, out);
		break;
	case LO_INSTR_CALL:
		print_call(f, i, out);
		break;
	case LO_INSTR_ASM_GOTO:
		g_string_append(out, "asm goto");
		break;
	}
	g_string_append_c(out, '\n');
}

static guint32 target(const LoFunc *f, const LoBlock *b, guint32 i)
{
	return LO_AT(f->targets, guint32, b->first_target + i);
}

static void print_cases(const LoFunc *f, const LoBlock *b, GString *out)
{
	g_string_append(out, "switch ");
	lo_term_print(f, b->cond, out);
	for (guint32 i = 0; i + 1 < b->n_targets; i++) {
		const LoCase *c = &LO_AT(f->cases, LoCase, b->first_case + i);
		g_string_append_printf(out, i ? ", %" G_GINT64_FORMAT : ": %" G_GINT64_FORMAT, c->lo);
		if (c->hi != c->lo)
			g_string_append_printf(out, "..%" G_GINT64_FORMAT, c->hi);
		g_string_append_printf(out, " b%u", target(f, b, i));
	}
	g_string_append_printf(out, "%s default b%u", b->n_targets > 1 ? "," : ":", target(f, b, b->n_targets - 1));
}

static void print_return(const LoFunc *f, const LoBlock *b, GString *out)
{
	g_string_append(out, "return");
	if (b->cond == LO_NO_TERM)
		return;
	g_string_append_c(out, ' ');
	lo_term_print(f, b->cond, out);
}

static void print_exit(const LoFunc *f, const LoBlock *b, GString *out)
{
	g_string_append_printf(out, "  L%u ", b->line);
	switch ((LoExitKind)b->exit) {
	case LO_EXIT_JUMP:
		g_string_append_printf(out, "goto b%u", target(f, b, 0));
		break;
	case LO_EXIT_BRANCH:
		g_string_append(out, "if ");
		lo_term_print(f, b->cond, out);
		g_string_append_printf(out, " b%u else b%u", target(f, b, 0), target(f, b, 1));
		break;
	case LO_EXIT_SWITCH:
		print_cases(f, b, out);
		break;
	case LO_EXIT_CHOICE:
		g_string_append(out, "either");
		for (guint32 i = 0; i < b->n_targets; i++)
			g_string_append_printf(out, " b%u", target(f, b, i));
		break;
	case LO_EXIT_RETURN:
		print_return(f, b, out);
		break;
	case LO_EXIT_NONE:
		g_string_append(out, "end");
		break;
	}
	g_string_append_c(out, '\n');
}

static void print_blocks(const LoFunc *f, GString *out)
{
	for (guint32 i = 0; i < f->blocks->len; i++) {
		const LoBlock *b = &LO_AT(f->blocks, LoBlock, i);
		g_string_append_printf(out, "b%u:\n", i);
		for (guint32 n = 0; n < b->n_instrs; n++)
			print_instr(f, &LO_AT(f->instrs, LoInstr, b->first_instr + n), out);
		print_exit(f, b, out);
	}
}

static void print_flags(guint32 flags, GString *out)
{
	static const char *const names[] = { "static", "inline", "header", "noreturn", "variadic", "init", "exit",
					     "partial" };

	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (flags & 1u << i)
			g_string_append_printf(out, " %s", names[i]);
	g_string_append_c(out, '\n');
}

static void print_place_of_definition(const LoFunc *f, GString *out)
{
	g_string_append(out, " (");
	lo_escape_append(out, lo_func_str(f, f->file));
	g_string_append_printf(out, ":%u)", f->line);
}

static void print_params(const LoFunc *f, GString *out)
{
	g_string_append_c(out, '(');
	for (guint32 i = 0; i < f->n_params; i++) {
		Printer p = { f, out, out->len, 0 };
		if (i)
			g_string_append(out, ", ");
		print_slot(&p, i);
		g_string_append(out, ": ");
		lo_escape_append(out, lo_func_str(f, LO_AT(f->locals, LoLocal, i).type));
	}
	g_string_append_c(out, ')');
}

void lo_func_print(const LoFunc *f, GString *out)
{
	g_string_append(out, "function ");
	lo_escape_append(out, lo_func_str(f, f->name));
	print_params(f, out);
	print_place_of_definition(f, out);
	print_flags(f->flags, out);
	print_blocks(f, out);
}

void lo_global_print(const LoFunc *f, GString *out)
{
	g_string_append(out, "variable ");
	lo_escape_append(out, lo_func_str(f, f->name));
	g_string_append(out, ": ");
	lo_escape_append(out, lo_func_str(f, f->sig));
	print_place_of_definition(f, out);
	print_flags(f->flags, out);
	for (guint32 i = 0; i < f->instrs->len; i++)
		print_instr(f, &LO_AT(f->instrs, LoInstr, i), out);
}
