#include <string.h>

#include "frontend/lower.h"

static guint gather_args(LoLower *l, const LoKids *k, LoTermId *args)
{
	for (guint i = 1; i < k->n; i++)
		args[i - 1] = lo_value(l, k->v[i]);
	return k->n - 1;
}

static CXType function_type(CXCursor callee)
{
	CXType t = lo_canonical(callee);

	while (t.kind == CXType_Pointer)
		t = clang_getCanonicalType(clang_getPointeeType(t));
	return t;
}

static CXCursor named_function(LoReader *r, CXCursor callee)
{
	CXCursor c = lo_strip(callee), ref;
	g_auto(LoKids) k = LO_KIDS_INIT;

	if (clang_getCursorKind(c) == CXCursor_GenericSelectionExpr) {
		lo_kids(c, LO_KIDS_CODE, &k);
		c = lo_strip(lo_generic_choice(r, c, &k));
	}
	if (clang_getCursorKind(c) != CXCursor_DeclRefExpr)
		return clang_getNullCursor();
	ref = clang_getCursorReferenced(c);
	return clang_getCursorKind(ref) == CXCursor_FunctionDecl ? ref : clang_getNullCursor();
}

static void emit(LoLower *l, CXCursor c, gint32 slot, const LoKids *k, const LoTermId *args, guint n)
{
	CXCursor fn = named_function(l->r, k->v[0]);
	LoFuncInfo *info = clang_Cursor_isNull(fn) ? NULL : lo_func_info(l->r, fn);
	CXType type = function_type(k->v[0]);
	LoTermId callee = info ? lo_build_leaf(l->b, LO_TERM_FUNC, lo_func_sym(l, info)) : lo_value(l, k->v[0]);
	gboolean direct = lo_term(l, callee)->kind == LO_TERM_FUNC;
	g_autofree char *sig = direct ? NULL : lo_type_signature(type);
	g_autofree char *text = NULL;
	guint flags = clang_isFunctionTypeVariadic(type) && type.kind == CXType_FunctionProto ? LO_CALL_VARIADIC : 0;

	if (l->dead)
		return;
	if (info ? (info->flags & LO_FUNC_NORETURN) != 0 : lo_type_is_noreturn(type))
		flags |= LO_CALL_NORETURN;
	if (!(flags & LO_CALL_VARIADIC))	/* a message says nothing that its macro would add to */
		text = lo_macro_text(l->r, c, info ? info->name : NULL, FALSE);
	lo_build_call(l->b, slot, callee, args, n, lo_line(c), text, sig, flags);
	l->fresh = LO_LAZY;
	if (flags & LO_CALL_NORETURN)
		lo_flow_end(l, LO_EXIT_NONE, LO_NO_TERM, lo_line(c));
}

void lo_call(LoLower *l, CXCursor c, gint32 slot)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	g_autofree LoTermId *args = NULL;
	guint n;

	lo_kids(c, LO_KIDS_CODE, &k);
	if (!k.n)
		return;
	args = g_new(LoTermId, k.n);
	n = gather_args(l, &k, args);
	emit(l, c, slot, &k, args, n);
}

/* ---- builtins ---- */

typedef enum {
	BUILTIN_NOT,		/* an ordinary call */
	BUILTIN_FIRST,		/* the value of its first argument */
	BUILTIN_CONSTANT_P,
	BUILTIN_STOP,		/* does not come back, without a call */
	BUILTIN_VALUE,		/* computes something from its arguments; a constant when they are */
	BUILTIN_FUNCTION,	/* the library function of the same name */
	BUILTIN_OVERFLOW,	/* stores through its last argument */
	BUILTIN_FETCH,		/* an atomic read-modify-write through its first argument */
} Builtin;

static const struct {
	const char *prefix;
	Builtin kind;
} builtins[] = {
	{ "__builtin_expect", BUILTIN_FIRST },
	{ "__builtin_assume_aligned", BUILTIN_FIRST },
	{ "__builtin_preserve_access_index", BUILTIN_FIRST },
	{ "__builtin_launder", BUILTIN_FIRST },
	{ "__builtin_constant_p", BUILTIN_CONSTANT_P },
	{ "__builtin_unreachable", BUILTIN_STOP },
	{ "__builtin_trap", BUILTIN_STOP },
	{ "__builtin_mem", BUILTIN_FUNCTION },
	{ "__builtin_str", BUILTIN_FUNCTION },
	{ "__builtin_abort", BUILTIN_FUNCTION },
	{ "__builtin_exit", BUILTIN_FUNCTION },
	{ "__builtin_longjmp", BUILTIN_STOP },
	{ "__builtin_malloc", BUILTIN_FUNCTION },
	{ "__builtin_calloc", BUILTIN_FUNCTION },
	{ "__builtin_realloc", BUILTIN_FUNCTION },
	{ "__builtin_free", BUILTIN_FUNCTION },
	{ "__builtin_add_overflow", BUILTIN_OVERFLOW },
	{ "__builtin_sub_overflow", BUILTIN_OVERFLOW },
	{ "__builtin_mul_overflow", BUILTIN_OVERFLOW },
	{ "__sync_synchronize", BUILTIN_VALUE },
	{ "__sync_lock_release", BUILTIN_FETCH },
	{ "__sync_", BUILTIN_FETCH },
	{ "__atomic_", BUILTIN_FETCH },
	{ "__builtin_", BUILTIN_VALUE },
};

static Builtin builtin_kind(const char *name)
{
	if (name[0] != '_' || name[1] != '_')
		return BUILTIN_NOT;
	for (guint i = 0; i < G_N_ELEMENTS(builtins); i++)
		if (g_str_has_prefix(name, builtins[i].prefix))
			return builtins[i].kind;
	return BUILTIN_NOT;
}

static Builtin kind_of_call(CXCursor call)
{
	CXString s = clang_getCursorSpelling(call);
	const char *name = clang_getCString(s);
	Builtin kind = name ? builtin_kind(name) : BUILTIN_NOT;

	clang_disposeString(s);
	return kind;
}

gboolean lo_is_builtin(CXCursor call)
{
	return kind_of_call(call) != BUILTIN_NOT;
}

static LoTermId constant_p(LoLower *l, const LoKids *k)
{
	gint64 v;

	/* The argument is not evaluated.  A parameter of an inline function is constant for some
	 * callers: BUILD_BUG_ON() there would end every path if it were not. */
	if (k->n > 1 && lo_evaluate(lo_strip(k->v[1]), &v))
		return lo_build_const(l->b, 1);
	return lo_build_unknown(l->b);
}

static LoTermId builtin_value(LoLower *l, CXCursor c, const LoKids *k)
{
	gint64 v;

	if (lo_evaluate(c, &v))
		return lo_build_const(l->b, v);
	for (guint i = 1; i < k->n; i++)
		lo_effect(l, k->v[i]);
	return lo_build_unknown(l->b);
}

/* __builtin_memcpy() is memcpy(). */
static LoTermId library_call(LoLower *l, CXCursor c, const LoKids *k)
{
	g_autofree char *name = lo_take_string(clang_getCursorSpelling(c));
	const char *plain = name + strlen("__builtin_");
	g_autofree char *short_name = g_str_has_prefix(plain, "__") ? NULL : g_strdup(plain);
	g_autofree LoTermId *args = g_new(LoTermId, k->n);
	g_autofree char *sig = lo_type_signature(function_type(k->v[0]));
	guint n = gather_args(l, k, args);
	gboolean stops = !strcmp(plain, "abort") || !strcmp(plain, "exit");
	gboolean is_void = lo_canonical(c).kind == CXType_Void;
	gint32 slot = is_void ? LO_NO_SLOT : lo_temp(l, clang_getCursorType(c));
	LoTermId callee = lo_build_leaf(l->b, LO_TERM_FUNC, lo_build_sym(l->b, short_name ? short_name : name, "", sig));

	if (!l->dead)
		lo_build_call(l->b, slot, callee, args, n, lo_line(c), NULL, NULL, stops ? LO_CALL_NORETURN : 0);
	l->fresh = LO_LAZY;
	if (stops)
		lo_flow_end(l, LO_EXIT_NONE, LO_NO_TERM, lo_line(c));
	return is_void ? lo_build_unknown(l->b) : lo_build_leaf(l->b, LO_TERM_LOCAL, (guint32)slot);
}

static LoTermId stored_through(LoLower *l, CXCursor c, const LoKids *k, guint pointer)
{
	LoTermId addr = LO_NO_TERM;

	for (guint i = 1; i < k->n; i++) {
		LoTermId t = lo_value(l, k->v[i]);

		if (i == pointer)
			addr = t;
	}
	if (addr != LO_NO_TERM && lo_term(l, addr)->kind != LO_TERM_UNKNOWN)
		lo_store(l, addr, lo_build_unknown(l->b), lo_line(c));
	return lo_build_unknown(l->b);
}

LoTermId lo_builtin(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	lo_kids(c, LO_KIDS_CODE, &k);
	switch (kind_of_call(c)) {
	case BUILTIN_FIRST:
		return k.n > 1 ? lo_value(l, k.v[1]) : lo_build_unknown(l->b);
	case BUILTIN_CONSTANT_P:
		return constant_p(l, &k);
	case BUILTIN_STOP:
		lo_flow_end(l, LO_EXIT_NONE, LO_NO_TERM, lo_line(c));
		return lo_build_unknown(l->b);
	case BUILTIN_FUNCTION:
		return library_call(l, c, &k);
	case BUILTIN_OVERFLOW:
		return stored_through(l, c, &k, 3);
	case BUILTIN_FETCH:
		return stored_through(l, c, &k, 1);
	case BUILTIN_VALUE:
	case BUILTIN_NOT:
		break;
	}
	return builtin_value(l, c, &k);
}
