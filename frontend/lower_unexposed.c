/*
 * UnexposedExpr: what libclang calls the expressions that it has no kind for.
 * Told apart by what their children look like.
 */
#include "frontend/lower.h"

LoUnexposed lo_unexposed_kind(LoLower *l, CXCursor c, const LoKids *k)
{
	if (k->member_refs)
		return LO_UNEXPOSED_OTHER;
	if (lo_is_cast(l, c, k))
		return LO_UNEXPOSED_CAST;
	if (k->n == 4 && clang_equalRanges(clang_getCursorExtent(k->v[0]), clang_getCursorExtent(k->v[1])))
		return LO_UNEXPOSED_ELVIS;
	if (k->n >= 2 && k->n <= 6 && lo_canonical(k->v[0]).kind == CXType_Pointer)
		return LO_UNEXPOSED_ATOMIC;
	if (k->n == 3)
		return LO_UNEXPOSED_CHOOSE;
	return LO_UNEXPOSED_OTHER;
}

static CXCursor chosen(const LoKids *k)
{
	gint64 cond = 0;

	if (!lo_evaluate(k->v[0], &cond))
		cond = 0;
	return k->v[cond ? 1 : 2];
}

/* __atomic_load_n(p, order), __c11_atomic_store(p, v, order): p, order, v. */
static LoTermId atomic_value(LoLower *l, CXCursor c, const LoKids *k)
{
	LoTermId p = lo_value(l, k->v[0]);
	LoTermId v = lo_unknown(l);

	for (guint i = 1; i < k->n; i++) {
		LoTermId operand = lo_value(l, k->v[i]);

		if (i == 2)
			v = operand;
	}
	if (k->n == 2)
		return lo_build_load(l->b, p);
	if (lo_canonical(c).kind == CXType_Void && k->n == 3)
		lo_store(l, p, v, lo_line(c));
	else
		lo_store(l, p, lo_unknown(l), lo_line(c));
	return lo_unknown(l);
}

static LoTermId opaque_value(LoLower *l, CXCursor c)
{
	CXEvalResult e = clang_Cursor_Evaluate(c);
	LoTermId t = lo_unknown(l);

	if (!e)
		return t;
	if (clang_EvalResult_getKind(e) == CXEval_Int)
		t = lo_build_const(l->b, clang_EvalResult_getAsLongLong(e));
	clang_EvalResult_dispose(e);
	return t;
}

LoTermId lo_unexposed_value(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	lo_kids(c, LO_KIDS_CODE, &k);
	switch (lo_unexposed_kind(l, c, &k)) {
	case LO_UNEXPOSED_CAST:
		return lo_value(l, k.v[0]);
	case LO_UNEXPOSED_CHOOSE:
		return lo_value(l, chosen(&k));
	case LO_UNEXPOSED_ELVIS:
		return lo_through_temp(l, c);
	case LO_UNEXPOSED_ATOMIC:
		return atomic_value(l, c, &k);
	case LO_UNEXPOSED_OTHER:
		break;
	}
	return opaque_value(l, c);
}

LoTermId lo_unexposed_addr(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	lo_kids(c, LO_KIDS_CODE, &k);
	switch (lo_unexposed_kind(l, c, &k)) {
	case LO_UNEXPOSED_CAST:
		return lo_addr(l, k.v[0]);
	case LO_UNEXPOSED_CHOOSE:
		return lo_addr(l, chosen(&k));
	case LO_UNEXPOSED_ELVIS:
		return lo_spill(l, c);
	case LO_UNEXPOSED_ATOMIC:
	case LO_UNEXPOSED_OTHER:
		break;
	}
	return lo_unknown(l);
}

/* The members of an offsetof(), outermost first, or NULL when c is not one. */
static GPtrArray *offset_path(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	GPtrArray *path = NULL;

	c = lo_strip(c);
	if (clang_getCursorKind(c) != CXCursor_UnexposedExpr || lo_canonical(c).kind == CXType_Void)
		return NULL;
	lo_kids(c, LO_KIDS_ALL, &k);
	for (guint i = 0; i < k.n; i++) {
		CXCursor field;

		if (clang_getCursorKind(k.v[i]) != CXCursor_MemberRef)
			continue;
		field = clang_getCursorReferenced(k.v[i]);
		if (clang_getCursorKind(field) != CXCursor_FieldDecl)
			continue;
		if (!path)
			path = g_ptr_array_new();
		g_ptr_array_add(path, lo_field_info(l->r, field));
	}
	return path;
}

static LoTermId container_step(LoLower *l, LoTermId base, const LoFieldInfo *f)
{
	const LoTerm *t = lo_term(l, base);

	if (f->anonymous)
		return base;
	if (lo_type_is_array(f->ctype) && t->kind == LO_TERM_INDEX)
		base = t->a;
	return lo_build_container(l->b, base, lo_build_field(l->b, f->record, f->name, f->type));
}

/* p - offsetof(type, member) and p + offsetof(type, member) */
gboolean lo_offset_value(LoLower *l, CXCursor left, CXCursor right, gboolean add, LoTermId *out)
{
	g_autoptr(GPtrArray) path = NULL;

	if (!lo_type_is_pointer(lo_canonical(left)) && !lo_type_is_pointer(lo_canonical(lo_strip(left))))
		return FALSE;
	path = offset_path(l, right);
	if (!path)
		return FALSE;
	*out = lo_value(l, left);
	for (guint i = 0; i < path->len; i++) {
		guint at = add ? i : path->len - 1 - i;
		const LoFieldInfo *f = g_ptr_array_index(path, at);

		*out = add ? lo_field_term(l, *out, f) : container_step(l, *out, f);
	}
	return TRUE;
}

#define MAX_OUTER 6

/* The members that lead from a record to what it begins with, outermost first; NULL: it begins with something else. */
static GPtrArray *first_members(LoLower *l, CXType outer, CXType inner)
{
	g_autoptr(GPtrArray) path = g_ptr_array_new();
	CXCursor want = clang_getTypeDeclaration(inner);

	while (path->len < MAX_OUTER && lo_type_is_record(outer)) {
		if (clang_equalCursors(clang_getTypeDeclaration(outer), want))
			return path->len ? g_steal_pointer(&path) : NULL;
		const GPtrArray *fields = lo_record_fields(l->r, outer);
		if (!fields->len)
			return NULL;
		LoFieldInfo *f = g_ptr_array_index(fields, 0);
		g_ptr_array_add(path, f);
		outer = f->ctype;
	}
	return NULL;
}

/* What a pointer to a record points at; FALSE: it points at something else. */
static gboolean record_behind(CXType *t)
{
	*t = lo_type_is_array(*t) ? lo_type_element(*t) : clang_getCanonicalType(clang_getPointeeType(*t));
	return lo_type_is_record(*t);
}

/* The members between two records of which one begins with the other; NULL: neither does. */
static GPtrArray *members_between(LoLower *l, CXType from, CXType to, gboolean *outwards)
{
	GPtrArray *path;

	if (!lo_type_is_pointer(from) || to.kind != CXType_Pointer || !record_behind(&from) || !record_behind(&to))
		return NULL;
	path = first_members(l, to, from);
	*outwards = path != NULL;
	return path ? path : first_members(l, from, to);
}

gboolean lo_cast_moves(LoLower *l, CXType from, CXType to)
{
	gboolean outwards;
	g_autoptr(GPtrArray) path = members_between(l, from, to, &outwards);

	return path != NULL;
}

LoTermId lo_cast_record(LoLower *l, LoTermId t, CXType from, CXType to)
{
	gboolean outwards;
	g_autoptr(GPtrArray) path = members_between(l, from, to, &outwards);

	if (!path || lo_term(l, t)->kind == LO_TERM_CONST)
		return t;
	for (guint i = 0; i < path->len; i++)
		t = outwards ? container_step(l, t, g_ptr_array_index(path, path->len - 1 - i)) :
			lo_field_term(l, t, g_ptr_array_index(path, i));
	return t;
}
