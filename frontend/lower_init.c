/*
 * Initialisers.  libclang shows an initialiser list as written, so that what
 * goes where (positions, designators, left-out braces: C11 6.7.9) is worked out
 * here.
 */
#include "frontend/lower.h"

typedef struct {
	LoLower *l;
	const LoKids *k;
	guint pos;
} InitList;

static gboolean is_aggregate(CXType t)
{
	return lo_type_is_record(t) || lo_type_is_array(t);
}

static gboolean is_union(CXType t)
{
	return clang_getCursorKind(clang_getTypeDeclaration(t)) == CXCursor_UnionDecl;
}

static gboolean is_designated(CXCursor c)
{
	return clang_getCursorKind(c) == CXCursor_UnexposedExpr && clang_getCursorType(c).kind == CXType_Void;
}

/* The initialiser list that an expression is, below parentheses and casts that libclang adds. */
static gboolean as_list(CXCursor c, CXCursor *list)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	if (clang_getCursorKind(c) == CXCursor_InitListExpr) {
		*list = c;
		return TRUE;
	}
	if (clang_getCursorKind(c) != CXCursor_UnexposedExpr && clang_getCursorKind(c) != CXCursor_ParenExpr &&
	    clang_getCursorKind(c) != CXCursor_CompoundLiteralExpr)
		return FALSE;
	if (is_designated(c))
		return FALSE;
	lo_kids(c, LO_KIDS_CODE, &k);
	if (clang_getCursorKind(c) == CXCursor_CompoundLiteralExpr)
		return k.n && as_list(k.v[k.n - 1], list);
	return k.n == 1 && as_list(k.v[0], list);
}

/* Tables of plain numbers say nothing about locks or calls. */
static gboolean is_number_table(CXType t)
{
	if (!lo_type_is_array(t))
		return FALSE;
	while (lo_type_is_array(t))
		t = lo_type_element(t);
	return lo_type_is_integer(t) || t.kind == CXType_Float || t.kind == CXType_Double;
}

static void put_value(LoLower *l, LoTermId addr, CXType type, CXCursor c)
{
	LoDest d = { .kind = LO_DEST_ADDR, .addr = addr, .slot = LO_NO_SLOT };
	const LoTerm *t = lo_term(l, addr);

	if (t->kind == LO_TERM_LOCAL_ADDR && !is_aggregate(type)) {
		d.kind = LO_DEST_SLOT;
		d.slot = (gint32)t->a;
	}
	lo_value_into(l, c, &d);
}

static void fill(InitList *in, LoTermId addr, CXType type, gboolean braced);

static LoTermId element(LoLower *l, LoTermId base, gint64 i)
{
	return lo_build_index(l->b, base, lo_build_const(l->b, i));
}

/* The next initialiser, for an object of this type. */
static void fill_member(InitList *in, LoTermId addr, CXType type)
{
	CXCursor c = in->k->v[in->pos], list;
	gboolean braced = clang_getCursorKind(c) == CXCursor_InitListExpr;
	CXType own = lo_canonical(c);

	if (braced || !is_aggregate(type) || as_list(c, &list) ||
	    (lo_type_is_record(type) && lo_type_is_record(own)) ||
	    (lo_type_is_array(type) && clang_getCursorKind(lo_strip(c)) == CXCursor_StringLiteral)) {
		in->pos++;
		lo_init_into(in->l, addr, type, c);
		return;
	}
	fill(in, addr, type, FALSE);
}

/* ---- designators ---- */

static gint field_index(GPtrArray *fields, const LoFieldInfo *f)
{
	for (guint i = 0; i < fields->len; i++)
		if (g_ptr_array_index(fields, i) == f)
			return (gint)i;
	return -1;
}

/* The position of the member that holds `field`, maybe inside an anonymous one. */
static gint holder_index(LoReader *r, GPtrArray *fields, const LoFieldInfo *field, guint depth)
{
	gint at = field_index(fields, field);

	for (guint i = 0; at < 0 && i < fields->len && depth < 16; i++) {
		const LoFieldInfo *f = g_ptr_array_index(fields, i);

		if (f->anonymous && holder_index(r, lo_record_fields(r, f->ctype), field, depth + 1) >= 0)
			at = (gint)i;
	}
	return at;
}

typedef struct {
	LoTermId addr;
	CXType type;
	gint64 first;		/* position in the object that the list initialises; -1 before any */
} Designated;

static void step_member(LoLower *l, Designated *d, CXCursor ref, CXType object)
{
	CXCursor field = clang_getCursorReferenced(ref);
	const LoFieldInfo *f;

	if (clang_getCursorKind(field) != CXCursor_FieldDecl)
		return;
	f = lo_field_info(l->r, field);
	if (d->first < 0 && lo_type_is_record(object))
		d->first = holder_index(l->r, lo_record_fields(l->r, object), f, 0);
	d->addr = lo_field_term(l, d->addr, f);
	d->type = f->ctype;
}

static void step_index(LoLower *l, Designated *d, CXCursor index)
{
	gint64 i = 0;
	gboolean known = lo_evaluate(index, &i);
	LoTerm term = *lo_term(l, d->addr);

	if (!lo_type_is_array(d->type)) {
		/* the second bound of [a ... b]: which element is not known */
		if (term.kind == LO_TERM_INDEX)
			d->addr = lo_build_index(l->b, term.a, LO_NO_TERM);
		d->first = MAX(d->first, i);
		return;
	}
	if (d->first < 0)
		d->first = i;
	d->addr = known ? element(l, d->addr, i) : lo_build_index(l->b, d->addr, LO_NO_TERM);
	d->type = lo_type_element(d->type);
}

/* Gives the position that it initialises. */
static gint64 fill_designated(LoLower *l, CXCursor c, LoTermId addr, CXType object)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	Designated d = { addr, object, -1 };

	lo_kids(c, LO_KIDS_ALL, &k);
	for (guint i = 0; i + 1 < k.n; i++) {
		if (clang_getCursorKind(k.v[i]) == CXCursor_MemberRef)
			step_member(l, &d, k.v[i], object);
		else if (clang_isExpression(clang_getCursorKind(k.v[i])))
			step_index(l, &d, k.v[i]);
	}
	if (k.n)
		lo_init_into(l, d.addr, d.type, k.v[k.n - 1]);
	return d.first;
}

/* ---- objects ---- */

static void fill_record(InitList *in, LoTermId addr, CXType type, gboolean braced)
{
	GPtrArray *fields = lo_record_fields(in->l->r, type);
	gint64 limit = is_union(type) ? MIN(1, fields->len) : fields->len;

	for (gint64 i = 0; in->pos < in->k->n; i++) {
		CXCursor c = in->k->v[in->pos];

		if (is_designated(c)) {
			if (!braced)
				return;
			in->pos++;
			i = fill_designated(in->l, c, addr, type);
			if (is_union(type))
				i = limit;
			continue;
		}
		if (i >= limit && !braced)
			return;
		if (i < 0 || i >= limit) {
			in->pos++;	/* excess */
			continue;
		}
		const LoFieldInfo *f = g_ptr_array_index(fields, i);

		fill_member(in, lo_field_term(in->l, addr, f), f->ctype);
	}
}

static void fill_array(InitList *in, LoTermId addr, CXType type, gboolean braced)
{
	gint64 limit = clang_getArraySize(type);
	CXType of = lo_type_element(type);

	for (gint64 i = 0; in->pos < in->k->n; i++) {
		CXCursor c = in->k->v[in->pos];

		if (is_designated(c)) {
			if (!braced)
				return;
			in->pos++;
			i = fill_designated(in->l, c, addr, type);
			continue;
		}
		if (limit >= 0 && i >= limit && !braced)
			return;
		fill_member(in, element(in->l, addr, i), of);
	}
}

static void fill(InitList *in, LoTermId addr, CXType type, gboolean braced)
{
	guint before = in->pos;

	if (lo_enter_expr(in->l)) {
		if (is_number_table(type))
			in->pos = braced ? in->k->n : in->pos + 1;
		else if (lo_type_is_record(type))
			fill_record(in, addr, type, braced);
		else
			fill_array(in, addr, type, braced);
		lo_leave_expr(in->l);
	}
	if (in->pos == before)
		in->pos++;	/* malformed: go on in any case */
}

void lo_init_into(LoLower *l, LoTermId addr, CXType type, CXCursor init)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	InitList in = { l, &k, 0 };
	CXCursor list;

	if (!as_list(init, &list)) {
		if (l->variable || !is_aggregate(type) || !is_number_table(type))
			put_value(l, addr, type, init);
		return;
	}
	lo_kids(list, LO_KIDS_CODE, &k);
	if (!is_aggregate(type)) {
		if (k.n)
			lo_init_into(l, addr, type, k.v[0]);
	} else if (k.n) {
		fill(&in, addr, type, TRUE);
	}
}

/* ---- variables ---- */

static void describe(LoLower *l, const LoVarInfo *v)
{
	LoFunc *f = lo_builder_func(l->b);
	guint line;

	l->source = lo_source_of(l->r, v->decl, &line);
	f->name = lo_build_str(l->b, v->name);
	f->scope = lo_build_str(l->b, v->scope);
	f->file = lo_build_str(l->b, l->source ? l->source->path : "");
	f->sig = lo_build_str(l->b, v->type);
	f->line = line;
	f->end_line = lo_end_line(v->decl);
	if (v->scope[0])
		f->flags |= LO_FUNC_STATIC;
	if (l->source && !l->source->main)
		f->flags |= LO_FUNC_HEADER;
	if (clang_getCursorTLSKind(v->decl) != CXTLS_None)
		f->flags |= LO_FUNC_PER_THREAD;
}

void lo_lower_variable(LoReader *r, LoVarInfo *v)
{
	LoLower l = { .r = r, .b = lo_builder_new(), .decl = v->decl, .variable = TRUE, .fresh = LO_LAZY };
	CXCursor init = clang_Cursor_getVarDeclInitializer(v->decl);
	LoTermId self;

	l.slots = g_hash_table_new_full(lo_cursor_hash, lo_cursor_equal, g_free, NULL);
	l.labels = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	l.cleanups = g_ptr_array_new_with_free_func(g_free);
	l.gotos = lo_gotos_new();
	describe(&l, v);
	l.text = lo_macro_text(r, v->decl, v->name, TRUE);
	self = lo_build_leaf(l.b, LO_TERM_GLOBAL, lo_build_sym(l.b, v->name, v->scope, v->type));
	lo_build_position(l.b, lo_build_block(l.b));
	if (!clang_Cursor_isNull(init))
		lo_init_into(&l, self, lo_canonical(v->decl), init);
	lo_flow_finish(&l, lo_builder_func(l.b)->line);
	g_ptr_array_add(r->unit->globals, lo_builder_finish(l.b));
	g_free(l.text);
	g_array_unref(l.gotos);
	g_ptr_array_unref(l.cleanups);
	g_hash_table_unref(l.labels);
	g_hash_table_unref(l.slots);
}
