/*
 * Operators: arithmetic, which is pointer arithmetic where a side is a pointer,
 * assignments and steps.
 */
#include "frontend/lower.h"

static gboolean binop_of(enum CXBinaryOperatorKind op, LoBinop *out)
{
	switch (op) {
	case CXBinaryOperator_EQ: *out = LO_BINOP_EQ; return TRUE;
	case CXBinaryOperator_NE: *out = LO_BINOP_NE; return TRUE;
	case CXBinaryOperator_LT: *out = LO_BINOP_LT; return TRUE;
	case CXBinaryOperator_LE: *out = LO_BINOP_LE; return TRUE;
	case CXBinaryOperator_GT: *out = LO_BINOP_GT; return TRUE;
	case CXBinaryOperator_GE: *out = LO_BINOP_GE; return TRUE;
	case CXBinaryOperator_And:
	case CXBinaryOperator_AndAssign: *out = LO_BINOP_AND; return TRUE;
	case CXBinaryOperator_Or:
	case CXBinaryOperator_OrAssign: *out = LO_BINOP_OR; return TRUE;
	case CXBinaryOperator_Xor:
	case CXBinaryOperator_XorAssign: *out = LO_BINOP_XOR; return TRUE;
	case CXBinaryOperator_Add:
	case CXBinaryOperator_AddAssign: *out = LO_BINOP_ADD; return TRUE;
	case CXBinaryOperator_Sub:
	case CXBinaryOperator_SubAssign: *out = LO_BINOP_SUB; return TRUE;
	case CXBinaryOperator_Mul:
	case CXBinaryOperator_MulAssign: *out = LO_BINOP_MUL; return TRUE;
	case CXBinaryOperator_Div:
	case CXBinaryOperator_DivAssign: *out = LO_BINOP_DIV; return TRUE;
	case CXBinaryOperator_Rem:
	case CXBinaryOperator_RemAssign: *out = LO_BINOP_REM; return TRUE;
	default: *out = LO_BINOP_OTHER; return FALSE;
	}
}

static LoTermId negative(LoLower *l, LoTermId t)
{
	gint64 k;

	if (lo_const_of(l, t, &k))
		return lo_build_const(l->b, (gint64)(0 - (guint64)k));
	return LO_NO_TERM;
}

static LoTermId moved_pointer(LoLower *l, LoTermId base, LoTermId by, gboolean array)
{
	if (by == LO_NO_TERM)
		return lo_build_index(l->b, base, LO_NO_TERM);
	return lo_index_term(l, base, by, array);
}

static LoTermId pointer_sum(LoLower *l, const LoKids *k, LoTermId x, LoTermId y, LoBinop op)
{
	gboolean px = lo_type_is_pointer(lo_canonical(k->v[0]));
	gboolean py = lo_type_is_pointer(lo_canonical(k->v[1]));

	if (px && py)
		return lo_build_binop(l->b, LO_BINOP_OTHER, x, y);
	if (px)
		return moved_pointer(l, x, op == LO_BINOP_SUB ? negative(l, y) : y, lo_decays(k->v[0]));
	return moved_pointer(l, y, x, lo_decays(k->v[1]));
}

/* (unsigned long)p */
static gboolean is_pointer_as_integer(CXCursor c)
{
	return lo_type_is_integer(lo_canonical(c)) && lo_type_is_pointer(lo_canonical(lo_strip(c)));
}

/* A pointer that was made an integer for the sum is moved by the other side: a per-cpu address is
 * the offset of the cpu plus that of the variable.  LO_NO_TERM for other sums. */
static LoTermId integer_sum(LoLower *l, const LoKids *k, LoTermId x, LoTermId y, LoBinop op)
{
	gboolean px = is_pointer_as_integer(k->v[0]), py = is_pointer_as_integer(k->v[1]);

	if (px == py || (op != LO_BINOP_ADD && (op != LO_BINOP_SUB || py)) || lo_term(l, px ? x : y)->kind == LO_TERM_CONST)
		return LO_NO_TERM;
	return lo_build_index(l->b, px ? x : y, LO_NO_TERM);
}

static LoTermId arithmetic(LoLower *l, CXCursor c, const LoKids *k, enum CXBinaryOperatorKind kind)
{
	LoTermId x, y, t;
	gint64 a, b;
	LoBinop op;

	binop_of(kind, &op);
	if ((op == LO_BINOP_SUB || op == LO_BINOP_ADD) &&
	    lo_offset_value(l, k->v[0], k->v[1], op == LO_BINOP_ADD, &t))
		return t;
	x = lo_value(l, k->v[0]);
	y = lo_value(l, k->v[1]);
	if ((op == LO_BINOP_ADD || op == LO_BINOP_SUB) &&
	    (lo_type_is_pointer(lo_canonical(k->v[0])) || lo_type_is_pointer(lo_canonical(k->v[1]))))
		return pointer_sum(l, k, x, y, op);
	t = integer_sum(l, k, x, y, op);
	if (t != LO_NO_TERM)
		return t;
	if (op >= LO_BINOP_OTHER && lo_const_of(l, x, &a) && lo_const_of(l, y, &b))
		return lo_evaluated(l, c);
	if (lo_term(l, x)->kind == LO_TERM_UNKNOWN && lo_term(l, y)->kind == LO_TERM_UNKNOWN)
		return x;
	return lo_build_binop(l->b, op, x, y);
}

static gboolean is_local_scalar(LoLower *l, LoTermId addr, CXType t)
{
	return lo_term(l, addr)->kind == LO_TERM_LOCAL_ADDR && !lo_type_is_record(t) && !lo_type_is_array(t);
}

static LoDest dest_for(LoLower *l, LoTermId addr, CXType t)
{
	LoDest d = { .kind = LO_DEST_ADDR, .addr = addr, .slot = LO_NO_SLOT };

	if (is_local_scalar(l, addr, t)) {
		d.kind = LO_DEST_SLOT;
		d.slot = (gint32)lo_term(l, addr)->a;
	}
	return d;
}

/* Does the assignment and gives the lvalue's address. */
LoTermId lo_assign(LoLower *l, const LoKids *k)
{
	LoTermId addr = lo_addr(l, k->v[0]);
	CXType t = lo_canonical(k->v[0]);

	if (lo_type_is_record(t)) {
		lo_init_into(l, addr, t, k->v[1]);
	} else {
		LoDest d = dest_for(l, addr, t);

		lo_value_into(l, k->v[1], &d);
	}
	return addr;
}

static LoTermId compound_assign(LoLower *l, CXCursor c, const LoKids *k)
{
	LoTermId addr = lo_addr(l, k->v[0]);
	LoTermId old = lo_build_load(l->b, addr);
	LoTermId by = lo_value(l, k->v[1]);
	LoTermId value;
	LoBinop op;

	binop_of(clang_getCursorBinaryOperatorKind(c), &op);
	value = integer_sum(l, k, old, by, op);
	if (lo_type_is_pointer(lo_canonical(k->v[0])))
		value = moved_pointer(l, old, op == LO_BINOP_SUB ? negative(l, by) : by, FALSE);
	else if (value == LO_NO_TERM)
		value = lo_build_binop(l->b, op, old, by);
	lo_store(l, addr, value, lo_line(c));
	return addr;
}

/* ++ and --; a value is wanted only sometimes, and the old one needs a temporary. */
static LoTermId step_value(LoLower *l, CXCursor c, CXCursor operand, gboolean up, gboolean post, gboolean want)
{
	LoTermId addr = lo_addr(l, operand);
	LoTermId old = lo_build_load(l->b, addr), new;
	guint line = lo_line(c);

	if (want && post) {
		gint32 slot = lo_temp(l, clang_getCursorType(c));

		lo_set(l, slot, old, line);
		new = lo_build_leaf(l->b, LO_TERM_LOCAL, (guint32)slot);
	} else {
		new = old;
	}
	if (lo_type_is_pointer(lo_canonical(operand)))
		old = lo_build_index(l->b, old, lo_build_const(l->b, up ? 1 : -1));
	else
		old = lo_build_binop(l->b, up ? LO_BINOP_ADD : LO_BINOP_SUB, old, lo_build_const(l->b, 1));
	lo_store(l, addr, old, line);
	return new;
}

static LoTermId minus_value(LoLower *l, CXCursor c, CXCursor operand)
{
	LoTermId t = lo_value(l, operand);
	gint64 k;

	if (lo_const_of(l, t, &k))
		return lo_evaluated(l, c);
	return lo_build_binop(l->b, LO_BINOP_SUB, lo_build_const(l->b, 0), t);
}

static LoTermId complement_value(LoLower *l, CXCursor c, CXCursor operand)
{
	LoTermId t = lo_value(l, operand);
	gint64 k;

	if (lo_const_of(l, t, &k))
		return lo_evaluated(l, c);
	return lo_build_binop(l->b, LO_BINOP_XOR, t, lo_build_const(l->b, -1));
}

gboolean lo_is_logical(CXCursor c)
{
	enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(c);

	return op == CXBinaryOperator_LAnd || op == CXBinaryOperator_LOr;
}

/* !(a && b), !!(a || b) */
gboolean lo_is_negated_logical(CXCursor c)
{
	gboolean negated = FALSE;

	for (guint i = 0; i < LO_MAX_STRIP; i++) {
		g_auto(LoKids) k = LO_KIDS_INIT;

		if (clang_getCursorKind(c) != CXCursor_UnaryOperator ||
		    clang_getCursorUnaryOperatorKind(c) != CXUnaryOperator_LNot)
			break;
		lo_kids(c, LO_KIDS_CODE, &k);
		if (!k.n)
			break;
		c = lo_strip(k.v[0]);
		negated = TRUE;
	}
	return negated && clang_getCursorKind(c) == CXCursor_BinaryOperator && lo_is_logical(c);
}

LoTermId lo_unary_value(LoLower *l, CXCursor c, gboolean want)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	enum CXUnaryOperatorKind op = clang_getCursorUnaryOperatorKind(c);

	lo_kids(c, LO_KIDS_CODE, &k);
	if (!k.n)
		return lo_evaluated(l, c);
	switch (op) {
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreInc:
	case CXUnaryOperator_PreDec:
		return step_value(l, c, k.v[0], op == CXUnaryOperator_PostInc || op == CXUnaryOperator_PreInc,
				  op == CXUnaryOperator_PostInc || op == CXUnaryOperator_PostDec, want);
	case CXUnaryOperator_AddrOf:
		return lo_addr(l, k.v[0]);
	case CXUnaryOperator_Deref:
		return lo_loaded(l, c, lo_value(l, k.v[0]));
	case CXUnaryOperator_Plus:
	case CXUnaryOperator_Extension:
		return lo_value(l, k.v[0]);
	case CXUnaryOperator_Minus:
		return minus_value(l, c, k.v[0]);
	case CXUnaryOperator_Not:
		return complement_value(l, c, k.v[0]);
	case CXUnaryOperator_LNot:
		if (lo_is_negated_logical(c))
			return lo_through_temp(l, c);
		return lo_build_not(l->b, lo_value(l, k.v[0]));
	case CXUnaryOperator_Real:
	case CXUnaryOperator_Imag:
	case CXUnaryOperator_Coawait:
	case CXUnaryOperator_Invalid:
		break;
	}
	lo_effect(l, k.v[0]);
	return lo_unknown(l);
}

/* A record that a macro assigns is an object set up: spin_lock_init() of a kernel without lockdep.
 * The macro's text says what it is called. */
static LoTermId assigned_value(LoLower *l, CXCursor c, const LoKids *k)
{
	LoTermId t;

	if (!l->variable && lo_type_is_record(lo_canonical(k->v[0])))
		l->text = lo_macro_text(l->r, c, NULL, FALSE);
	t = lo_assign(l, k);
	if (!l->variable)
		g_clear_pointer(&l->text, g_free);
	return lo_loaded(l, c, t);
}

LoTermId lo_binary_value(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(c);

	lo_kids(c, LO_KIDS_CODE, &k);
	if (k.n < 2)
		return lo_unknown(l);
	switch (op) {
	case CXBinaryOperator_Assign:
		return assigned_value(l, c, &k);
	case CXBinaryOperator_Comma:
		lo_effect(l, k.v[0]);
		return lo_value(l, k.v[1]);
	case CXBinaryOperator_LAnd:
	case CXBinaryOperator_LOr:
		return lo_through_temp(l, c);
	default:
		return arithmetic(l, c, &k, op);
	}
}

LoTermId lo_compound_assign_value(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	lo_kids(c, LO_KIDS_CODE, &k);
	return k.n < 2 ? lo_unknown(l) : lo_loaded(l, c, compound_assign(l, c, &k));
}
