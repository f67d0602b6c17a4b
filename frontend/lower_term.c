/*
 * Small things about terms and expressions that every part of the lowering uses.
 */
#include <string.h>

#include "frontend/lower.h"

const LoTerm *lo_term(LoLower *l, LoTermId t)
{
	return &LO_AT(lo_builder_func(l->b)->terms, LoTerm, t);
}

gboolean lo_const_of(LoLower *l, LoTermId t, gint64 *k)
{
	const LoTerm *term = lo_term(l, t);

	if (term->kind != LO_TERM_CONST)
		return FALSE;
	*k = term->k;
	return TRUE;
}

gint32 lo_temp(LoLower *l, CXType type)
{
	g_autofree char *name = lo_type_name(l->r, type);

	return lo_build_local(l->b, "", name);
}

LoTermId lo_field_term(LoLower *l, LoTermId base, const LoFieldInfo *f)
{
	if (f->anonymous)
		return base;
	return lo_build_field_addr(l->b, base, lo_build_field(l->b, f->record, f->name, f->type));
}

guint32 lo_func_sym(LoLower *l, const LoFuncInfo *f)
{
	return lo_build_sym(l->b, f->name, f->scope, f->sig);
}

gboolean lo_evaluate(CXCursor c, gint64 *k)
{
	CXEvalResult e = clang_Cursor_Evaluate(c);
	gboolean known = FALSE;

	if (!e)
		return FALSE;
	if (clang_EvalResult_getKind(e) == CXEval_Int) {
		*k = clang_EvalResult_getAsLongLong(e);
		known = TRUE;
	}
	clang_EvalResult_dispose(e);
	return known;
}

LoTermId lo_evaluated(LoLower *l, CXCursor c)
{
	gint64 k;

	return lo_evaluate(c, &k) ? lo_build_const(l->b, k) : lo_unknown(l);
}

/*
 * libclang calls many expressions UnexposedExpr.  One child and no more is an
 * implicit cast, but for the operand of typeof() in a builtin that takes types
 * (always in parentheses, and then the extents differ) and for va_arg().
 */
gboolean lo_is_cast(LoLower *l, CXCursor c, const LoKids *k)
{
	CXType t;

	if (k->n != 1 || k->member_refs || clang_getCursorType(c).kind == CXType_Dependent)
		return FALSE;	/* dependent: what is left of an expression with an error in it */
	if (clang_getCursorKind(k->v[0]) == CXCursor_ParenExpr)
		return clang_equalRanges(clang_getCursorExtent(c), clang_getCursorExtent(k->v[0]));
	if (!l || !l->varargs)
		return TRUE;
	t = lo_canonical(k->v[0]);
	if (!lo_type_is_pointer(t))
		return TRUE;
	t = lo_type_is_array(t) ? lo_type_element(t) : clang_getCanonicalType(clang_getPointeeType(t));
	if (t.kind != CXType_Record)
		return TRUE;
	g_autofree char *name = lo_type_name(l->r, t);
	return strcmp(name, "__va_list_tag") != 0 || clang_equalTypes(lo_canonical(c), lo_canonical(k->v[0]));
}

static gboolean is_qualifier(const char *word, gsize n)
{
	return (n == 5 && !memcmp(word, "const", n)) || (n == 8 && !memcmp(word, "volatile", n));
}

static gboolean is_annotation(const char *word, gsize n)
{
	return n >= 2 && !memcmp(word, "__", 2);	/* such as __user */
}

/* The spelling of a type without blanks and annotations, `char const *` as `const char *`. */
static char *bare_type(const char *spelling, gboolean qualified)
{
	GString *out = g_string_new(NULL);

	for (const char *p = spelling; *p; ) {
		gsize n = strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

		if (!n) {
			if (!g_ascii_isspace(*p))
				g_string_append_c(out, *p);
			p++;
			continue;
		}
		if (is_qualifier(p, n) && qualified)
			g_string_insert_len(out, strchr(out->str, '*') ? -1 : 0, p, (gssize)n);
		else if (!is_qualifier(p, n) && !is_annotation(p, n))
			g_string_append_len(out, p, (gssize)n);
		p += n;
	}
	return g_string_free(out, FALSE);
}

static gboolean same_type(CXType t, const char *text, gboolean qualified)
{
	g_autofree char *spelling = lo_take_string(clang_getTypeSpelling(t));
	g_autofree char *want = bare_type(spelling, qualified), *have = bare_type(text, qualified);

	return !strcmp(want, have);
}

static gint find_type(const GPtrArray *types, CXType t, gboolean qualified)
{
	CXType canonical = clang_getCanonicalType(t);

	for (guint i = 0; i < types->len; i++) {
		const char *text = g_ptr_array_index(types, i);

		if (same_type(t, text, qualified) || same_type(canonical, text, qualified))
			return (gint)i;
	}
	return -1;
}

static gint find_default(const GPtrArray *types)
{
	for (guint i = 0; i < types->len; i++)
		if (!strcmp(g_ptr_array_index(types, i), "default"))
			return (gint)i;
	return -1;
}

/* Several branches of one type, two calls of void functions say: only the text names their types. */
static CXCursor choice_by_text(LoReader *r, CXCursor c, const LoKids *k)
{
	g_autoptr(GPtrArray) types = lo_generic_types(r, c);
	CXType t = clang_getUnqualifiedType(clang_getCursorType(k->v[0]));
	gint i;

	if (!types || types->len + 1 != k->n)
		return clang_getNullCursor();
	i = find_type(types, t, TRUE);
	if (i < 0)
		i = find_default(types);
	if (i < 0)
		i = find_type(types, t, FALSE);	/* a qualifier that a typedef hides */
	return i < 0 ? clang_getNullCursor() : k->v[i + 1];
}

/* The type of the first parameter of the function that an expression calls or names. */
static CXType first_parameter(CXCursor c)
{
	CXCursor callee;
	CXType t;

	c = lo_strip(c);
	callee = clang_getCursorReferenced(c);
	if (clang_getCursorKind(callee) != CXCursor_FunctionDecl)
		return (CXType){ .kind = CXType_Invalid };
	t = clang_getArgType(clang_getCursorType(callee), 0);
	return clang_getCanonicalType(t);
}

static gboolean same_unqualified(CXType a, CXType b)
{
	return clang_equalTypes(clang_getUnqualifiedType(a), clang_getUnqualifiedType(b));
}

/*
 * Types that pasted tokens name, `seqcount_##lock##_t: __seqprop_##lock##_ptr(s)`, stand
 * nowhere in the text.  Such branches hand what they select on to a function for its
 * type: the one whose parameter is that, or points at it, is taken.
 */
static CXCursor choice_by_parameter(const LoKids *k, CXType want)
{
	CXCursor found = clang_getNullCursor();
	CXType control = lo_canonical(k->v[0]);

	for (guint i = 1; i < k->n; i++) {
		CXType p = first_parameter(k->v[i]);

		if (p.kind == CXType_Invalid || !clang_equalTypes(lo_canonical(k->v[i]), want))
			continue;
		if (!same_unqualified(p, control) &&
		    !(p.kind == CXType_Pointer && same_unqualified(clang_getPointeeType(p), control)))
			continue;
		if (!clang_Cursor_isNull(found))
			return clang_getNullCursor();
		found = k->v[i];
	}
	return found;
}

/* libclang shows the controlling expression and every branch, neither which one is
 * taken nor the branches' types; the selection has the type of the one taken. */
CXCursor lo_generic_choice(LoReader *r, CXCursor c, const LoKids *k)
{
	CXCursor found = clang_getNullCursor(), better;
	CXType want = lo_canonical(c);
	guint n = 0;

	for (guint i = 1; i < k->n; i++) {
		if (!clang_equalTypes(lo_canonical(k->v[i]), want))
			continue;
		if (!n++)
			found = k->v[i];
	}
	if (n == 1)
		return found;
	if (!r)
		return clang_getNullCursor();
	better = choice_by_text(r, c, k);
	if (clang_Cursor_isNull(better))
		better = choice_by_parameter(k, want);
	return clang_Cursor_isNull(better) ? found : better;
}

CXCursor lo_strip(CXCursor c)
{
	for (guint i = 0; i < LO_MAX_STRIP; i++) {
		g_auto(LoKids) k = LO_KIDS_INIT;
		enum CXCursorKind kind = clang_getCursorKind(c);

		if (kind != CXCursor_ParenExpr && kind != CXCursor_UnexposedExpr && kind != CXCursor_CStyleCastExpr &&
		    kind != CXCursor_GenericSelectionExpr)
			break;
		lo_kids(c, LO_KIDS_CODE, &k);
		if (kind == CXCursor_GenericSelectionExpr) {
			CXCursor choice = lo_generic_choice(NULL, c, &k);

			if (clang_Cursor_isNull(choice))
				break;
			c = choice;
			continue;
		}
		if (!k.n || (kind == CXCursor_UnexposedExpr && !lo_is_cast(NULL, c, &k)))
			break;
		c = k.v[k.n - 1];
	}
	return c;
}

/* Puts a value where it has an address. */
LoTermId lo_spill(LoLower *l, CXCursor c)
{
	LoDest dest = { .kind = LO_DEST_SLOT, .slot = lo_temp(l, clang_getCursorType(c)) };

	lo_value_into(l, c, &dest);
	return lo_build_leaf(l->b, LO_TERM_LOCAL_ADDR, (guint32)dest.slot);
}

LoTermId lo_through_temp(LoLower *l, CXCursor c)
{
	LoTermId addr;

	if (lo_canonical(c).kind == CXType_Void) {
		lo_effect(l, c);
		return lo_unknown(l);
	}
	addr = lo_spill(l, c);
	return lo_build_load(l->b, addr);
}

LoTermId lo_loaded(LoLower *l, CXCursor c, LoTermId addr)
{
	CXType t = lo_canonical(c);

	if (lo_type_is_array(t) || lo_is_function_at(l, t, addr) || lo_term(l, addr)->kind == LO_TERM_UNKNOWN)
		return addr;
	return lo_build_load(l->b, addr);
}
