/*
 * Control flow in expressions: && || ?: where a value is wanted, which goes
 * straight to its destination, and where they decide a branch.
 */
#include <string.h>

#include "frontend/lower.h"

static void choice_into(LoLower *l, CXCursor cond, CXCursor yes_value, CXCursor no_value, const LoDest *dest,
			guint line)
{
	LoLazyBlock yes = LO_LAZY, no = LO_LAZY, join = LO_LAZY;

	lo_cond(l, cond, &yes, &no);
	lo_flow_start(l, &yes);
	if (!l->dead)
		lo_value_into(l, yes_value, dest);
	lo_flow_jump(l, &join, line);
	lo_flow_start(l, &no);
	if (!l->dead)
		lo_value_into(l, no_value, dest);
	lo_flow_jump(l, &join, line);
	lo_flow_start(l, &join);
}

static void conditional_into(LoLower *l, CXCursor c, const LoDest *dest)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	lo_kids(c, LO_KIDS_CODE, &k);
	if (k.n == 3)
		choice_into(l, k.v[0], k.v[1], k.v[2], dest, lo_line(c));
}

/* a ?: b computes a once */
static void elvis_into(LoLower *l, CXCursor c, const LoKids *k, const LoDest *dest)
{
	LoLazyBlock yes = LO_LAZY, no = LO_LAZY, join = LO_LAZY;
	LoTermId value = lo_value(l, k->v[0]);
	guint line = lo_line(c);

	lo_flow_branch(l, value, &yes, &no, line);
	lo_flow_start(l, &yes);
	lo_put(l, dest, value, line);
	lo_flow_jump(l, &join, line);
	lo_flow_start(l, &no);
	if (!l->dead)
		lo_value_into(l, k->v[3], dest);
	lo_flow_jump(l, &join, line);
	lo_flow_start(l, &join);
}

static void truth_into(LoLower *l, CXCursor c, const LoDest *dest)
{
	LoLazyBlock yes = LO_LAZY, no = LO_LAZY, join = LO_LAZY;
	guint line = lo_line(c);

	lo_cond(l, c, &yes, &no);
	lo_flow_start(l, &yes);
	lo_put(l, dest, lo_build_const(l->b, 1), line);
	lo_flow_jump(l, &join, line);
	lo_flow_start(l, &no);
	lo_put(l, dest, lo_build_const(l->b, 0), line);
	lo_flow_jump(l, &join, line);
	lo_flow_start(l, &join);
}

static void statements_into(LoLower *l, CXCursor c, const LoDest *dest)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	lo_kids(c, LO_KIDS_CODE, &k);
	if (k.n)
		lo_compound(l, k.v[0], dest);
}

static void call_into(LoLower *l, CXCursor c, const LoDest *dest)
{
	if (lo_is_builtin(c))
		lo_put(l, dest, lo_builtin(l, c), lo_line(c));
	else if (dest->kind == LO_DEST_SLOT)
		lo_call(l, c, dest->slot);
	else if (dest->kind == LO_DEST_NONE)
		lo_call(l, c, LO_NO_SLOT);
	else
		lo_put(l, dest, lo_call_value(l, c), lo_line(c));
}

/* The construct below casts that leave the value as it is. */
static gboolean same_value_cast(LoLower *l, CXCursor c, CXCursor *inner)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	enum CXCursorKind kind = clang_getCursorKind(c);

	if (kind != CXCursor_ParenExpr && kind != CXCursor_UnexposedExpr && kind != CXCursor_CStyleCastExpr)
		return FALSE;
	lo_kids(c, LO_KIDS_CODE, &k);
	if (!k.n || (kind == CXCursor_UnexposedExpr && lo_unexposed_kind(l, c, &k) != LO_UNEXPOSED_CAST))
		return FALSE;
	*inner = k.v[k.n - 1];
	if (kind != CXCursor_CStyleCastExpr)
		return TRUE;
	if (lo_canonical(c).kind == CXType_Pointer)
		return !lo_type_is_integer(lo_canonical(*inner)) &&
			!lo_cast_moves(l, lo_canonical(*inner), lo_canonical(c));
	return lo_canonical(c).kind == CXType_Void;
}

static void into(LoLower *l, CXCursor c, const LoDest *dest)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	CXCursor inner;

	if (same_value_cast(l, c, &inner)) {
		lo_value_into(l, inner, dest);
		return;
	}
	switch (clang_getCursorKind(c)) {
	case CXCursor_CallExpr:
		call_into(l, c, dest);
		return;
	case CXCursor_ConditionalOperator:
		conditional_into(l, c, dest);
		return;
	case CXCursor_StmtExpr:
		statements_into(l, c, dest);
		return;
	case CXCursor_BinaryOperator:
		if (!lo_is_logical(c))
			break;
		truth_into(l, c, dest);
		return;
	case CXCursor_UnaryOperator:
		if (!lo_is_negated_logical(c))
			break;
		truth_into(l, c, dest);
		return;
	case CXCursor_UnexposedExpr:
		lo_kids(c, LO_KIDS_CODE, &k);
		if (lo_unexposed_kind(l, c, &k) == LO_UNEXPOSED_ELVIS) {
			elvis_into(l, c, &k, dest);
			return;
		}
		break;
	default:
		break;
	}
	lo_put(l, dest, lo_value_of(l, c, dest->kind != LO_DEST_NONE), lo_line(c));
}

void lo_value_into(LoLower *l, CXCursor c, const LoDest *dest)
{
	if (!lo_enter_expr(l)) {
		lo_put(l, dest, lo_unknown(l), lo_line(c));
		return;
	}
	into(l, c, dest);
	lo_leave_expr(l);
}

void lo_effect(LoLower *l, CXCursor c)
{
	const LoDest none = { .kind = LO_DEST_NONE };
	g_auto(LoKids) k = LO_KIDS_INIT;

	if (clang_getCursorKind(c) == CXCursor_BinaryOperator &&
	    clang_getCursorBinaryOperatorKind(c) == CXBinaryOperator_Comma) {
		lo_kids(c, LO_KIDS_CODE, &k);
		for (guint i = 0; i < k.n; i++)
			lo_effect(l, k.v[i]);
		return;
	}
	lo_value_into(l, c, &none);
}

static gboolean cond_operator(LoLower *l, CXCursor c, LoLazyBlock *yes, LoLazyBlock *no)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(c);
	LoLazyBlock next = LO_LAZY;

	if (op != CXBinaryOperator_LAnd && op != CXBinaryOperator_LOr && op != CXBinaryOperator_Comma)
		return FALSE;
	lo_kids(c, LO_KIDS_CODE, &k);
	if (k.n < 2)
		return FALSE;
	if (op == CXBinaryOperator_Comma) {
		lo_effect(l, k.v[0]);
		lo_cond(l, k.v[1], yes, no);
		return TRUE;
	}
	if (op == CXBinaryOperator_LAnd)
		lo_cond(l, k.v[0], &next, no);
	else
		lo_cond(l, k.v[0], yes, &next);
	lo_flow_start(l, &next);
	if (!l->dead)
		lo_cond(l, k.v[1], yes, no);
	return TRUE;
}

static gboolean cond_expect(LoLower *l, CXCursor c, LoLazyBlock *yes, LoLazyBlock *no)
{
	g_autofree char *name = lo_take_string(clang_getCursorSpelling(c));
	g_auto(LoKids) k = LO_KIDS_INIT;

	if (!g_str_has_prefix(name, "__builtin_expect"))
		return FALSE;
	lo_kids(c, LO_KIDS_CODE, &k);
	if (k.n < 2)
		return FALSE;
	lo_cond(l, k.v[1], yes, no);
	return TRUE;
}

static gboolean cond_structure(LoLower *l, CXCursor c, LoLazyBlock *yes, LoLazyBlock *no)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	CXType t;

	switch (clang_getCursorKind(c)) {
	case CXCursor_BinaryOperator:
		return cond_operator(l, c, yes, no);
	case CXCursor_CallExpr:
		return cond_expect(l, c, yes, no);
	case CXCursor_UnaryOperator:
		if (clang_getCursorUnaryOperatorKind(c) != CXUnaryOperator_LNot)
			return FALSE;
		lo_kids(c, LO_KIDS_CODE, &k);
		lo_cond(l, k.v[0], no, yes);
		return TRUE;
	case CXCursor_ParenExpr:
	case CXCursor_UnexposedExpr:
	case CXCursor_CStyleCastExpr:
		lo_kids(c, LO_KIDS_CODE, &k);
		if (!k.n || (clang_getCursorKind(c) == CXCursor_UnexposedExpr &&
			     lo_unexposed_kind(l, c, &k) != LO_UNEXPOSED_CAST))
			return FALSE;
		/* a narrowing cast may drop what makes it true; bool keeps it */
		t = lo_canonical(c);
		if (clang_getCursorKind(c) == CXCursor_CStyleCastExpr && t.kind != CXType_Bool &&
		    clang_Type_getSizeOf(t) < clang_Type_getSizeOf(lo_canonical(k.v[k.n - 1])))
			return FALSE;
		lo_cond(l, k.v[k.n - 1], yes, no);
		return TRUE;
	default:
		return FALSE;
	}
}

void lo_cond(LoLower *l, CXCursor c, LoLazyBlock *yes, LoLazyBlock *no)
{
	if (!lo_enter_expr(l)) {
		lo_flow_branch(l, lo_unknown(l), yes, no, lo_line(c));
		return;
	}
	if (!cond_structure(l, c, yes, no))
		lo_flow_branch(l, lo_value(l, c), yes, no, lo_line(c));
	lo_leave_expr(l);
}
