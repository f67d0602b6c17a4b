/*
 * Expressions.  lo_value() gives an r-value's term, lo_addr() the address of an
 * lvalue; both emit the calls, stores and branches inside.  An lvalue met where
 * a value is wanted is loaded, so that libclang's implicit casts, which it does
 * not tell apart, need no telling apart.
 */
#include <string.h>

#include "frontend/lower.h"

/* (T *)(x + off) with integer x is pointer arithmetic, (T *)(x & ~mask) takes
 * tag bits off: per-cpu addresses and tagged pointers are written so. */
static LoTermId integer_to_pointer(LoLower *l, LoTermId t)
{
	LoTerm term = *lo_term(l, t);
	gint64 k;

	if (term.kind != LO_TERM_BINOP)
		return t;
	switch ((LoBinop)term.op) {
	case LO_BINOP_ADD:
		return lo_const_of(l, term.a, &k) ? lo_build_index(l->b, term.b, LO_NO_TERM) :
			lo_build_index(l->b, term.a, LO_NO_TERM);
	case LO_BINOP_SUB:
		return lo_build_index(l->b, term.a, LO_NO_TERM);
	case LO_BINOP_AND:
	case LO_BINOP_OR:
		return lo_const_of(l, term.b, &k) ? term.a : t;
	case LO_BINOP_EQ:
	case LO_BINOP_NE:
	case LO_BINOP_LT:
	case LO_BINOP_LE:
	case LO_BINOP_GT:
	case LO_BINOP_GE:
	case LO_BINOP_XOR:
	case LO_BINOP_MUL:
	case LO_BINOP_DIV:
	case LO_BINOP_REM:
	case LO_BINOP_OTHER:
		break;
	}
	return t;
}

static LoTermId cast_value(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	CXType to = lo_canonical(c);
	CXType from;
	LoTermId t;
	gint64 v;

	lo_kids(c, LO_KIDS_CODE, &k);
	if (!k.n)
		return lo_unknown(l);
	if (to.kind == CXType_Void) {
		lo_effect(l, k.v[k.n - 1]);
		return lo_unknown(l);
	}
	from = lo_canonical(k.v[k.n - 1]);
	t = lo_value(l, k.v[k.n - 1]);
	if (to.kind == CXType_Pointer && lo_type_is_integer(from))
		return integer_to_pointer(l, t);
	if (to.kind == CXType_Pointer)
		return lo_cast_record(l, t, from, to);
	if (lo_type_is_integer(to) && lo_const_of(l, t, &v) && (v < 0 || v > G_MAXINT8))
		return lo_evaluate(c, &v) ? lo_build_const(l->b, v) : t;
	return t;
}

/* Longer ones name nothing.  What is kept of them must not reach into expanded code that a macro has
 * made a string of, with numbers in it that differ from unit to unit. */
#define MAX_STRING 256
#define KEPT_OF_LONG 32

static const char *whole_or_beginning(char *text)
{
	if (strlen(text) > MAX_STRING)
		*g_utf8_offset_to_pointer(text, KEPT_OF_LONG) = '\0';
	return text;
}

/* The spelling is the literal with its quotes, escaped. */
static LoTermId string_value(LoLower *l, CXCursor c)
{
	g_autofree char *spelling = lo_take_string(clang_getCursorSpelling(c));
	char *open = strchr(spelling, '"');
	char *close = strrchr(spelling, '"');
	g_autofree char *raw = NULL, *valid = NULL;

	if (!open || close == open)
		return lo_unknown(l);
	*close = '\0';
	raw = g_strcompress(open + 1);
	valid = g_utf8_make_valid(raw, -1);
	return lo_build_string(l->b, whole_or_beginning(valid));
}

static LoTermId generic_value(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	CXCursor choice;

	lo_kids(c, LO_KIDS_CODE, &k);
	choice = lo_generic_choice(l->r, c, &k);
	return clang_Cursor_isNull(choice) ? lo_unknown(l) : lo_value(l, choice);
}

LoTermId lo_call_value(LoLower *l, CXCursor c)
{
	gint32 slot;

	if (lo_is_builtin(c))
		return lo_builtin(l, c);
	if (lo_canonical(c).kind == CXType_Void) {
		lo_call(l, c, LO_NO_SLOT);
		return lo_unknown(l);
	}
	slot = lo_temp(l, clang_getCursorType(c));
	lo_call(l, c, slot);
	return lo_build_leaf(l->b, LO_TERM_LOCAL, (guint32)slot);
}

static LoTermId paren_value(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	lo_kids(c, LO_KIDS_CODE, &k);
	return k.n ? lo_value(l, k.v[k.n - 1]) : lo_unknown(l);
}

static LoTermId statements_value(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	lo_kids(c, LO_KIDS_CODE, &k);
	return k.n ? lo_compound_value(l, k.v[0]) : lo_unknown(l);
}

LoTermId lo_unknown_kids(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	lo_kids(c, LO_KIDS_CODE, &k);
	for (guint i = 0; i < k.n; i++)
		lo_effect(l, k.v[i]);
	return lo_unknown(l);
}

LoTermId lo_value_of(LoLower *l, CXCursor c, gboolean want)
{
	switch (clang_getCursorKind(c)) {
	case CXCursor_ParenExpr:		return paren_value(l, c);
	case CXCursor_UnexposedExpr:		return lo_unexposed_value(l, c);
	case CXCursor_DeclRefExpr:		return lo_name_value(l, c);
	case CXCursor_MemberRefExpr:		return lo_loaded(l, c, lo_member_addr(l, c));
	case CXCursor_ArraySubscriptExpr:	return lo_loaded(l, c, lo_subscript_addr(l, c));
	case CXCursor_UnaryOperator:		return lo_unary_value(l, c, want);
	case CXCursor_BinaryOperator:		return lo_binary_value(l, c);
	case CXCursor_CompoundAssignOperator:	return lo_compound_assign_value(l, c);
	case CXCursor_CallExpr:			return lo_call_value(l, c);
	case CXCursor_CStyleCastExpr:		return cast_value(l, c);
	case CXCursor_StringLiteral:		return string_value(l, c);
	case CXCursor_IntegerLiteral:
	case CXCursor_CharacterLiteral:
	case CXCursor_UnaryExpr:		return lo_evaluated(l, c);
	case CXCursor_StmtExpr:			return statements_value(l, c);
	case CXCursor_ConditionalOperator:	return lo_through_temp(l, c);
	case CXCursor_CompoundLiteralExpr:	return lo_loaded(l, c, lo_literal_addr(l, c));
	case CXCursor_GenericSelectionExpr:	return generic_value(l, c);
	case CXCursor_InitListExpr:		return lo_unknown_kids(l, c);
	case CXCursor_AddrLabelExpr:
	case CXCursor_FloatingLiteral:
	case CXCursor_ImaginaryLiteral:
		return lo_unknown(l);
	default:
		return lo_unknown_kids(l, c);
	}
}

LoTermId lo_value(LoLower *l, CXCursor c)
{
	LoTermId t;

	if (!lo_enter_expr(l))
		return lo_unknown(l);
	t = lo_value_of(l, c, TRUE);
	lo_leave_expr(l);
	return t;
}
