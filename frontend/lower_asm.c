/*
 * asm statements.  libclang shows the operands but not their constraints, nor
 * the labels of asm goto; the text helps where it can be read.  What matters:
 * asm used as a copy ("=r"(p) : "0"(q)), as a load (mov %gs:var), as a call of
 * an "i"(function), and as a jump.
 */
#include <string.h>

#include "frontend/lower.h"

typedef struct {
	LoTermId value;		/* of an input */
	LoTermId addr;		/* of an output */
	CXType type;
} Operand;

/* An operand that is an lvalue as written: outputs, and inputs in memory. */
static gboolean is_lvalue(CXCursor c)
{
	switch (clang_getCursorKind(c)) {
	case CXCursor_DeclRefExpr:
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
		return TRUE;
	case CXCursor_UnaryOperator:
		return clang_getCursorUnaryOperatorKind(c) == CXUnaryOperator_Deref;
	case CXCursor_ParenExpr:
		return is_lvalue(lo_strip(c));
	default:
		return FALSE;
	}
}

static const char *constraint(GPtrArray *list, guint i)
{
	return i < list->len ? g_ptr_array_index(list, i) : "";
}

static gboolean has_char(const char *text, char c)
{
	const char *quote = strchr(text, '"');

	return quote && strchr(quote, c);
}

/* The input that has the constraint "N" of output N. */
static gint matching_input(const LoAsmText *t, guint output)
{
	g_autofree char *want = g_strdup_printf("\"%u\"", output);

	for (guint i = 0; i < t->inputs->len; i++)
		if (strstr(constraint(t->inputs, i), want))
			return (gint)i;
	return -1;
}

static LoTermId load_of(LoLower *l, const Operand *in, const char *how)
{
	if (has_char(how, 'p'))
		return lo_build_load(l->b, in->value);
	return in->value;	/* "m"(var): the value of the lvalue */
}

/* An int may be in the register that an address was in, as the result of get_user() is: it is no address for that. */
static gboolean may_be_address(CXType t)
{
	switch (t.kind) {
	case CXType_UInt:
	case CXType_ULong:
	case CXType_ULongLong: return TRUE;
	default: return lo_type_is_pointer(t);
	}
}

static LoTermId output_value(LoLower *l, const LoAsmText *t, const Operand *ops, guint n_out, guint n_in, guint i)
{
	gint match = matching_input(t, i);
	const char *only = constraint(t->inputs, 0);

	if (match >= 0)
		return t->empty || may_be_address(ops[i].type) ? ops[n_out + (guint)match].value : lo_build_unknown(l->b);
	/* one memory input, one output written only: a load */
	if (n_out == 1 && n_in == 1 && !has_char(constraint(t->outputs, i), '+') &&
	    (has_char(only, 'm') || has_char(only, 'p')))
		return load_of(l, &ops[n_out], only);
	return lo_build_unknown(l->b);
}

static void call_inputs(LoLower *l, const LoAsmText *t, const Operand *ops, guint n_out, guint n_in, guint line)
{
	for (guint i = 0; i < n_in; i++) {
		LoTermId f = ops[n_out + i].value;

		if (lo_term(l, f)->kind != LO_TERM_FUNC || !has_char(constraint(t->inputs, i), 'i') || l->dead)
			continue;
		lo_build_call(l->b, LO_NO_SLOT, f, NULL, 0, line, NULL, NULL, 0);
		l->fresh = LO_LAZY;
	}
}

static void store_output(LoLower *l, const LoAsmText *t, const Operand *ops, guint n_out, guint n_in, guint i,
			 guint line)
{
	const LoTerm *addr = lo_term(l, ops[i].addr);

	if (t->empty && has_char(constraint(t->outputs, i), '+'))
		return;		/* "+r"(x) of an empty template hides x from the compiler */
	if (addr->kind != LO_TERM_UNKNOWN)
		lo_store(l, ops[i].addr, output_value(l, t, ops, n_out, n_in, i), line);
}

/* Where the constraints are not known: leading lvalues are outputs, and the
 * first takes the value of the only pointer that goes in. */
static void guess(LoLower *l, const LoKids *k, guint line)
{
	LoTermId copy = LO_NO_TERM;
	guint n_out = 0, pointers = 0;

	while (n_out < k->n && is_lvalue(k->v[n_out]))
		n_out++;
	for (guint i = n_out; i < k->n; i++) {
		LoTermId v = lo_value(l, k->v[i]);

		if (lo_type_is_pointer(lo_canonical(k->v[i])) && pointers++ == 0)
			copy = v;
	}
	for (guint i = 0; i < n_out; i++) {
		LoTermId addr = lo_addr(l, k->v[i]);
		gboolean copied = i == 0 && pointers == 1 && may_be_address(lo_canonical(k->v[i]));

		if (lo_term(l, addr)->kind != LO_TERM_UNKNOWN)
			lo_store(l, addr, copied ? copy : lo_build_unknown(l->b), line);
	}
}

static void operands(LoLower *l, const LoKids *k, const LoAsmText *t, guint line)
{
	guint n_out = t->outputs->len, n_in = t->inputs->len;
	g_autofree Operand *ops = NULL;

	if (!t->known || n_out + n_in != k->n) {
		if (!t->jumps)
			guess(l, k, line);
		return;
	}
	ops = g_new0(Operand, k->n + 1);
	for (guint i = 0; i < k->n; i++) {
		ops[i].type = lo_canonical(k->v[i]);
		if (i < n_out)
			ops[i].addr = lo_addr(l, k->v[i]);
		else
			ops[i].value = lo_value(l, k->v[i]);
	}
	call_inputs(l, t, ops, n_out, n_in, line);
	for (guint i = 0; i < n_out; i++)
		store_output(l, t, ops, n_out, n_in, i, line);
}

/* The labels of asm goto are not exposed: any label that no visible goto names. */
static void jump(LoLower *l, guint line)
{
	g_autoptr(GArray) targets = g_array_new(FALSE, FALSE, sizeof(guint32));
	GPtrArray *labels = lo_labels(l);
	LoLazyBlock next = LO_LAZY;
	guint32 block;

	if (l->dead)
		return;
	lo_build_asm_goto(l->b, line);
	block = lo_flow_block(l, &next);
	g_array_append_val(targets, block);
	for (guint pass = 0; pass < 2 && targets->len == 1; pass++) {
		for (guint i = 0; i < labels->len; i++) {
			LoLabel *label = g_ptr_array_index(labels, i);

			if (pass == 0 && (label->jumped || label->addressed))
				continue;
			block = lo_flow_block(l, &label->block);
			g_array_append_val(targets, block);
		}
	}
	lo_flow_choice(l, &LO_AT(targets, guint32, 0), targets->len, line);
	lo_flow_start(l, &next);
}

void lo_asm(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	g_auto(LoAsmText) t = { 0 };
	guint line = lo_line(c);

	lo_asm_text(l->r, c, &t);
	lo_kids(c, LO_KIDS_CODE, &k);
	operands(l, &k, &t, line);
	if (t.jumps)
		jump(l, line);
}
