/*
 * Addresses of lvalues: access paths.
 */
#include "frontend/lower.h"

static LoTermId var_addr(LoLower *l, CXCursor var)
{
	enum CX_StorageClass storage = clang_Cursor_getStorageClass(var);
	LoVarInfo *v;

	if (clang_getCursorKind(var) == CXCursor_ParmDecl ||
	    ((storage == CX_SC_None || storage == CX_SC_Auto || storage == CX_SC_Register) &&
	     clang_getCursorLinkage(var) == CXLinkage_NoLinkage)) {
		if (l->variable)
			return lo_unknown(l);
		return lo_build_leaf(l->b, LO_TERM_LOCAL_ADDR, (guint32)lo_local_slot(l, var));
	}
	if (storage == CX_SC_Register)
		return lo_unknown(l);	/* register long sp asm("rsp") */
	v = lo_var_info(l->r, var);
	return lo_build_leaf(l->b, LO_TERM_GLOBAL, lo_build_sym(l->b, v->name, v->scope, v->type));
}

static LoTermId name_addr(LoLower *l, CXCursor c)
{
	CXCursor ref = clang_getCursorReferenced(c);

	switch (clang_getCursorKind(ref)) {
	case CXCursor_VarDecl:
	case CXCursor_ParmDecl:
		return var_addr(l, ref);
	case CXCursor_FunctionDecl:
		return lo_build_leaf(l->b, LO_TERM_FUNC, lo_func_sym(l, lo_func_info(l->r, ref)));
	default:
		return lo_unknown(l);
	}
}

/* Is the address that of a function itself?  A parameter of function type is a pointer, though
 * an expression that names it has the function's type where the type is a typedef. */
gboolean lo_is_function_at(LoLower *l, CXType t, LoTermId addr)
{
	return lo_type_is_function(t) && lo_term(l, addr)->kind != LO_TERM_LOCAL_ADDR;
}

LoTermId lo_name_value(LoLower *l, CXCursor c)
{
	CXCursor ref = clang_getCursorReferenced(c);
	CXType t;
	LoTermId addr;

	if (clang_getCursorKind(ref) == CXCursor_EnumConstantDecl)
		return lo_build_const(l->b, clang_getEnumConstantDeclValue(ref));
	addr = name_addr(l, c);
	t = lo_canonical(c);
	if (lo_type_is_array(t) || lo_is_function_at(l, t, addr) || lo_term(l, addr)->kind == LO_TERM_UNKNOWN)
		return addr;
	return lo_build_load(l->b, addr);
}

LoTermId lo_member_addr(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	CXCursor field = clang_getCursorReferenced(c);
	LoTermId base;

	lo_kids(c, LO_KIDS_CODE, &k);
	if (!k.n || clang_getCursorKind(field) != CXCursor_FieldDecl)
		return lo_unknown(l);
	if (lo_type_is_pointer(lo_canonical(k.v[0])))
		base = lo_value(l, k.v[0]);
	else
		base = lo_addr(l, k.v[0]);
	return lo_field_term(l, base, lo_field_info(l->r, field));
}

/* p[0] and p->x are the same object; the first element of an array stays an
 * element, as its siblings are. */
LoTermId lo_index_term(LoLower *l, LoTermId base, LoTermId index, gboolean array)
{
	gint64 k;
	LoTermKind kind = lo_term(l, index)->kind;

	if (!array && lo_const_of(l, index, &k) && k == 0)
		return base;
	return lo_build_index(l->b, base, kind == LO_TERM_UNKNOWN ? LO_NO_TERM : index);
}

gboolean lo_decays(CXCursor c)
{
	return lo_type_is_array(lo_canonical(lo_strip(c)));
}

LoTermId lo_subscript_addr(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	LoTermId base, index;
	guint b;

	lo_kids(c, LO_KIDS_CODE, &k);
	if (k.n < 2)
		return lo_unknown(l);
	b = lo_type_is_pointer(lo_canonical(k.v[0])) ? 0 : 1;
	base = lo_value(l, k.v[b]);
	index = lo_value(l, k.v[!b]);
	return lo_index_term(l, base, index, lo_decays(k.v[b]));
}

LoTermId lo_literal_addr(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	CXType t = lo_canonical(c);
	LoTermId addr;

	lo_kids(c, LO_KIDS_CODE, &k);
	if (l->variable) {
		LoFunc *f = lo_builder_func(l->b);
		g_autofree char *name = g_strdup_printf("%s.%u", lo_func_str(f, f->name), ++l->n_literals);
		g_autofree char *type = lo_type_name(l->r, t);
		g_autofree char *scope = g_strdup(l->source ? l->source->path : "");

		addr = lo_build_leaf(l->b, LO_TERM_GLOBAL, lo_build_sym(l->b, name, scope, type));
	} else {
		addr = lo_build_leaf(l->b, LO_TERM_LOCAL_ADDR, (guint32)lo_temp(l, t));
	}
	if (k.n)
		lo_init_into(l, addr, t, k.v[k.n - 1]);
	return addr;
}

static LoTermId unary_addr(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	lo_kids(c, LO_KIDS_CODE, &k);
	if (!k.n)
		return lo_unknown(l);
	switch (clang_getCursorUnaryOperatorKind(c)) {
	case CXUnaryOperator_Deref:
		return lo_value(l, k.v[0]);
	case CXUnaryOperator_Extension:
	case CXUnaryOperator_Real:
		return lo_addr(l, k.v[0]);
	case CXUnaryOperator_Invalid:
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreInc:
	case CXUnaryOperator_PreDec:
	case CXUnaryOperator_AddrOf:
	case CXUnaryOperator_Plus:
	case CXUnaryOperator_Minus:
	case CXUnaryOperator_Not:
	case CXUnaryOperator_LNot:
	case CXUnaryOperator_Imag:
	case CXUnaryOperator_Coawait:
		break;
	}
	lo_effect(l, k.v[0]);
	return lo_unknown(l);
}

static LoTermId binary_addr(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	lo_kids(c, LO_KIDS_CODE, &k);
	if (k.n < 2)
		return lo_unknown(l);
	switch (clang_getCursorBinaryOperatorKind(c)) {
	case CXBinaryOperator_Assign:
		return lo_assign(l, &k);
	case CXBinaryOperator_Comma:
		lo_effect(l, k.v[0]);
		return lo_addr(l, k.v[1]);
	default:
		lo_effect(l, c);
		return lo_unknown(l);
	}
}

static LoTermId last_addr(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	lo_kids(c, LO_KIDS_CODE, &k);
	return k.n ? lo_addr(l, k.v[k.n - 1]) : lo_unknown(l);
}

static LoTermId addr_of(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	CXCursor choice;

	switch (clang_getCursorKind(c)) {
	case CXCursor_ParenExpr:
	case CXCursor_CStyleCastExpr:		return last_addr(l, c);
	case CXCursor_UnexposedExpr:		return lo_unexposed_addr(l, c);
	case CXCursor_DeclRefExpr:		return name_addr(l, c);
	case CXCursor_MemberRefExpr:		return lo_member_addr(l, c);
	case CXCursor_ArraySubscriptExpr:	return lo_subscript_addr(l, c);
	case CXCursor_UnaryOperator:		return unary_addr(l, c);
	case CXCursor_BinaryOperator:		return binary_addr(l, c);
	case CXCursor_CompoundLiteralExpr:	return lo_literal_addr(l, c);
	case CXCursor_StringLiteral:		return lo_value(l, c);
	case CXCursor_CallExpr:
	case CXCursor_ConditionalOperator:
	case CXCursor_StmtExpr:			return lo_spill(l, c);
	case CXCursor_GenericSelectionExpr:
		lo_kids(c, LO_KIDS_CODE, &k);
		choice = lo_generic_choice(l->r, c, &k);
		return clang_Cursor_isNull(choice) ? lo_unknown(l) : lo_addr(l, choice);
	default:
		return lo_unknown_kids(l, c);
	}
}

LoTermId lo_addr(LoLower *l, CXCursor c)
{
	LoTermId t;

	if (!lo_enter_expr(l))
		return lo_unknown(l);
	t = addr_of(l, c);
	lo_leave_expr(l);
	return t;
}
