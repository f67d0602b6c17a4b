#include <string.h>

#include "frontend/lower.h"

char *lo_take_string(CXString s)
{
	const char *c = clang_getCString(s);
	char *copy;

	if (!c)
		copy = g_strdup("");
	else if (g_utf8_validate(c, -1, NULL))
		copy = g_strdup(c);
	else
		copy = g_utf8_make_valid(c, -1);
	clang_disposeString(s);
	return copy;
}

/* A macro's __UNIQUE_ID_x123 has another number in every unit; without it a
 * header's function is the same in all of them. */
char *lo_decl_name(CXCursor decl)
{
	char *name = lo_take_string(clang_getCursorSpelling(decl));
	gsize n = strlen(name), keep = n;

	if (n < 3 || name[0] != '_' || name[1] != '_' || !g_ascii_isdigit(name[n - 1]) || !lo_from_macro(decl))
		return name;
	while (keep > 2 && g_ascii_isdigit(name[keep - 1]))
		keep--;
	name[keep] = '\0';
	return name;
}

CXType lo_canonical(CXCursor c)
{
	return clang_getCanonicalType(clang_getCursorType(c));
}

gboolean lo_type_is_array(CXType t)
{
	return t.kind == CXType_ConstantArray || t.kind == CXType_IncompleteArray || t.kind == CXType_VariableArray;
}

gboolean lo_type_is_pointer(CXType t)
{
	return t.kind == CXType_Pointer || lo_type_is_array(t);
}

static CXType skip_atomic(CXType t)
{
	if (t.kind == CXType_Atomic)
		t = clang_getCanonicalType(clang_Type_getValueType(t));
	return t;
}

gboolean lo_type_is_record(CXType t)
{
	return skip_atomic(t).kind == CXType_Record;
}

gboolean lo_type_is_function(CXType t)
{
	return t.kind == CXType_FunctionProto || t.kind == CXType_FunctionNoProto;
}

gboolean lo_type_is_integer(CXType t)
{
	return (t.kind >= CXType_Bool && t.kind <= CXType_Int128) || t.kind == CXType_Enum;
}

CXType lo_type_element(CXType array)
{
	return clang_getCanonicalType(clang_getArrayElementType(array));
}

/* Takes the place out of "struct (unnamed at dir/file.h:3:1)", and "struct " and the like. */
static char *clean_type(char *s)
{
	GString *out = g_string_new(NULL);
	const char *p = s;

	while (*p) {
		const char *at = g_str_has_prefix(p, "(unnamed") || g_str_has_prefix(p, "(anonymous") ?
			strstr(p, " at ") : NULL;
		const char *end = at ? strchr(at, ')') : NULL;

		if (end) {
			g_string_append(out, "(unnamed)");
			p = end + 1;
		} else if (g_str_has_prefix(p, " __attribute__((")) {
			const char *close = strstr(p, "))");

			p = close ? close + 2 : p + strlen(p);
		} else {
			g_string_append_c(out, *p++);
		}
	}
	g_free(s);
	return g_string_free(out, FALSE);
}

char *lo_type_signature(CXType function)
{
	return clean_type(lo_take_string(clang_getTypeSpelling(clang_getCanonicalType(function))));
}

/* ---- records ---- */

typedef struct {
	LoReader *r;
	CXCursor record;
	char *name;		/* of the member that has the record as type */
} HolderSearch;

/* The type that a member is made of, below arrays and pointers. */
static CXType innermost(CXType t)
{
	t = clang_getCanonicalType(t);
	while (lo_type_is_pointer(t))
		t = clang_getCanonicalType(lo_type_is_array(t) ? clang_getArrayElementType(t) :
					   clang_getPointeeType(t));
	return t;
}

/* The member that an anonymous struct or union makes; its spelling is a place. */
static gboolean is_anonymous_field(CXCursor field)
{
	CXType t = lo_canonical(field);

	return t.kind == CXType_Record && clang_Cursor_isAnonymousRecordDecl(clang_getTypeDeclaration(t));
}

static enum CXVisitorResult match_holder(CXCursor field, CXClientData data)
{
	HolderSearch *s = data;

	if (is_anonymous_field(field))
		return CXVisit_Continue;
	if (!clang_equalCursors(clang_getTypeDeclaration(innermost(clang_getCursorType(field))), s->record))
		return CXVisit_Continue;
	s->name = lo_take_string(clang_getCursorSpelling(field));
	return CXVisit_Break;
}

static gboolean is_record_decl(CXCursor c)
{
	enum CXCursorKind k = clang_getCursorKind(c);

	return k == CXCursor_StructDecl || k == CXCursor_UnionDecl;
}

static char *anonymous_place(LoReader *r, CXCursor record)
{
	guint line;
	const LoSource *s = lo_source_of(r, record, &line);

	return g_strdup_printf("@%s:%u", s ? s->path : "", line);
}

static const char *record_name(LoReader *r, CXCursor record);

static char *make_record_name(LoReader *r, CXCursor record)
{
	CXCursor parent = clang_getCursorSemanticParent(record);
	HolderSearch s = { r, record, NULL };
	char *name;

	if (!clang_Cursor_isAnonymous(record) && !clang_Cursor_isAnonymousRecordDecl(record))
		return lo_take_string(clang_getCursorSpelling(record));
	if (!is_record_decl(parent))
		return anonymous_place(r, record);
	clang_Type_visitFields(clang_getCursorType(parent), match_holder, &s);
	if (!s.name)
		return g_strdup(record_name(r, parent));
	name = g_strdup_printf("%s.%s", record_name(r, parent), s.name);
	g_free(s.name);
	return name;
}

static const char *record_name(LoReader *r, CXCursor record)
{
	char *name = g_hash_table_lookup(r->records, &record);

	if (!name) {
		name = make_record_name(r, record);
		g_hash_table_insert(r->records, lo_cursor_box(record), name);
	}
	return name;
}

static void append_type(LoReader *r, CXType t, GString *out)
{
	char *s;

	t = skip_atomic(clang_getCanonicalType(t));
	switch (t.kind) {
	case CXType_Pointer:
		g_string_append_c(out, '*');
		append_type(r, clang_getPointeeType(t), out);
		return;
	case CXType_ConstantArray:
	case CXType_IncompleteArray:
	case CXType_VariableArray:
		g_string_append(out, "[]");
		append_type(r, clang_getArrayElementType(t), out);
		return;
	case CXType_FunctionProto:
	case CXType_FunctionNoProto:
		g_string_append(out, "()");
		return;
	case CXType_Record:
		g_string_append(out, record_name(r, clang_getTypeDeclaration(t)));
		return;
	default:
		s = clean_type(lo_take_string(clang_getTypeSpelling(clang_getUnqualifiedType(t))));
		g_string_append(out, s);
		g_free(s);
	}
}

char *lo_type_name(LoReader *r, CXType t)
{
	GString *out = g_string_new(NULL);

	append_type(r, t, out);
	return g_string_free(out, FALSE);
}

void lo_field_info_free(gpointer data)
{
	LoFieldInfo *f = data;

	g_free(f->record);
	g_free(f->name);
	g_free(f->type);
	g_free(f);
}

LoFieldInfo *lo_field_info(LoReader *r, CXCursor field)
{
	LoFieldInfo *f = g_hash_table_lookup(r->fields, &field);

	if (f)
		return f;
	f = g_new0(LoFieldInfo, 1);
	f->anonymous = is_anonymous_field(field);
	f->ctype = lo_canonical(field);
	f->name = f->anonymous ? g_strdup("") : lo_take_string(clang_getCursorSpelling(field));
	f->record = g_strdup(record_name(r, clang_getCursorSemanticParent(field)));
	f->type = lo_type_name(r, f->ctype);
	g_hash_table_insert(r->fields, lo_cursor_box(field), f);
	return f;
}

typedef struct {
	LoReader *r;
	GPtrArray *fields;
} FieldCollect;

static enum CXVisitorResult collect_field(CXCursor field, CXClientData data)
{
	FieldCollect *fc = data;
	LoFieldInfo *f = lo_field_info(fc->r, field);

	if (f->name[0] || f->anonymous)		/* else bit padding */
		g_ptr_array_add(fc->fields, f);
	return CXVisit_Continue;
}

GPtrArray *lo_record_fields(LoReader *r, CXType record)
{
	CXCursor decl;
	GPtrArray *fields;
	FieldCollect fc = { .r = r };

	record = skip_atomic(record);
	decl = clang_getTypeDeclaration(record);
	fields = g_hash_table_lookup(r->members, &decl);
	if (fields)
		return fields;
	fc.fields = g_ptr_array_new();
	clang_Type_visitFields(record, collect_field, &fc);
	g_hash_table_insert(r->members, lo_cursor_box(decl), fc.fields);
	return fc.fields;
}

/* ---- functions and variables ---- */

void lo_func_info_free(gpointer data)
{
	LoFuncInfo *f = data;

	g_free(f->name);
	g_free(f->scope);
	g_free(f->sig);
	g_free(f->alias);
	g_free(f);
}

static char *scope_of(LoReader *r, CXCursor decl)
{
	const LoSource *s;

	if (clang_getCursorLinkage(decl) != CXLinkage_Internal)
		return g_strdup("");
	s = lo_source_of(r, decl, NULL);
	return g_strdup(s ? s->path : "");
}

static gboolean named_noreturn(const char *name)
{
	static const char *const names[] = { "abort", "exit", "_exit", "_Exit", "quick_exit", "longjmp", "siglongjmp",
					     "pthread_exit", "thrd_exit", "__assert_fail" };

	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (!strcmp(names[i], name))
			return TRUE;
	return FALSE;
}

static LoFuncInfo *make_func_info(LoReader *r, CXCursor function)
{
	CXCursor def = clang_getCursorDefinition(function);
	LoFuncInfo *f = g_new0(LoFuncInfo, 1);
	CXType type = clang_getCursorType(function);
	const LoSource *s;

	f->defined = !clang_Cursor_isNull(def) && clang_isCursorDefinition(def);
	f->decl = f->defined ? def : function;
	f->name = f->defined ? lo_take_string(clang_getCursorSpelling(function)) : lo_decl_name(function);
	f->scope = scope_of(r, f->decl);
	f->sig = lo_type_signature(type);
	f->flags = lo_attrs_of_function(f->decl, type, &f->alias);
	if (!f->scope[0] && named_noreturn(f->name))
		f->flags |= LO_FUNC_NORETURN;
	if (f->scope[0])
		f->flags |= LO_FUNC_STATIC;
	if (clang_Cursor_isFunctionInlined(f->decl))
		f->flags |= LO_FUNC_INLINE;
	if (clang_isFunctionTypeVariadic(type))
		f->flags |= LO_FUNC_VARIADIC;
	s = lo_source_of(r, f->decl, NULL);
	if (f->defined && s && !s->main)
		f->flags |= LO_FUNC_HEADER;
	return f;
}

LoFuncInfo *lo_func_info(LoReader *r, CXCursor function)
{
	CXCursor key = clang_getCanonicalCursor(function);
	LoFuncInfo *f = g_hash_table_lookup(r->funcs, &key);

	if (!f) {
		f = make_func_info(r, function);
		g_hash_table_insert(r->funcs, lo_cursor_box(key), f);
	}
	if (f->defined)
		lo_func_queue(r, f);
	return f;
}

void lo_func_queue(LoReader *r, LoFuncInfo *f)
{
	if (f->queued)
		return;
	f->queued = TRUE;
	g_queue_push_tail(&r->todo_funcs, f);
}

void lo_var_info_free(gpointer data)
{
	LoVarInfo *v = data;

	g_free(v->name);
	g_free(v->scope);
	g_free(v->type);
	g_free(v);
}

/* Function-local statics of one name in one function are told apart by number,
 * in order of the source: every mutex_init() in a function makes one `__key`. */
static char *local_static_scope(LoReader *r, CXCursor var, CXCursor function, const char *name)
{
	const LoSource *s = lo_source_of(r, var, NULL);
	char *fn = lo_take_string(clang_getCursorSpelling(function));
	char *scope = g_strdup_printf("%s:%s", s ? s->path : "", fn);
	char *key = g_strdup_printf("%s %s", scope, name);
	guint n = GPOINTER_TO_UINT(g_hash_table_lookup(r->statics, key)) + 1;

	g_hash_table_insert(r->statics, key, GUINT_TO_POINTER(n));
	if (n > 1) {
		char *numbered = g_strdup_printf("%s#%u", scope, n);

		g_free(scope);
		scope = numbered;
	}
	g_free(fn);
	return scope;
}

static gboolean is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

/* Does the text have a word that the name ends with, its number included?  `0644` is no word. */
static gboolean spells_number(const char *text, const char *name, const char *number)
{
	gsize n = strlen(number), len = strlen(name);

	for (const char *at = text; (at = strstr(at, number)); at++) {
		const char *start = at;

		while (start > text && is_word(start[-1]))
			start--;
		gsize word = (gsize)(at - start) + n;
		if (!is_word(at[n]) && !g_ascii_isdigit(*start) && word <= len && !memcmp(name + len - word, start, word))
			return TRUE;
	}
	return FALSE;
}

/*
 * A static variable that a macro names by __COUNTER__, which depends on all
 * headers before: numbered in order instead, where there are several.  A number
 * that the invocation spells is part of the name.
 */
static char *static_name(LoReader *r, CXCursor var, const char *scope)
{
	g_autofree char *full = lo_take_string(clang_getCursorSpelling(var)), *name = lo_decl_name(var);
	const char *number = full + strlen(name);
	g_autofree char *text = *number ? lo_macro_text(r, var, full, TRUE) : NULL;
	g_autofree char *key = NULL;
	guint n;

	if (!*number || !text || spells_number(text, full, number))
		return g_steal_pointer(&full);
	key = g_strdup_printf("%s %s", scope, name);
	n = GPOINTER_TO_UINT(g_hash_table_lookup(r->statics, key)) + 1;
	g_hash_table_insert(r->statics, g_steal_pointer(&key), GUINT_TO_POINTER(n));
	return n > 1 ? g_strdup_printf("%s#%u", name, n) : g_steal_pointer(&name);
}

static LoVarInfo *make_var_info(LoReader *r, CXCursor var)
{
	CXCursor def = clang_getCursorDefinition(var);
	CXCursor parent = clang_getCursorSemanticParent(var);
	LoVarInfo *v = g_new0(LoVarInfo, 1);

	v->decl = clang_Cursor_isNull(def) ? var : def;
	v->type = lo_type_name(r, clang_getCursorType(v->decl));
	if (clang_getCursorKind(parent) == CXCursor_FunctionDecl &&
	    clang_Cursor_getStorageClass(var) == CX_SC_Static) {
		v->name = lo_decl_name(var);
		v->scope = local_static_scope(r, var, parent, v->name);
	} else {
		v->scope = scope_of(r, v->decl);
		v->name = v->scope[0] ? static_name(r, var, v->scope) : lo_take_string(clang_getCursorSpelling(var));
	}
	return v;
}

static gboolean var_has_storage(CXCursor decl)
{
	return clang_Cursor_getStorageClass(decl) != CX_SC_Extern ||
		!clang_Cursor_isNull(clang_Cursor_getVarDeclInitializer(decl));
}

static gboolean var_is_kept(LoVarInfo *v)
{
	CXType t = lo_canonical(v->decl);

	if (!var_has_storage(v->decl))
		return FALSE;
	while (lo_type_is_array(t))
		t = lo_type_element(t);
	return lo_type_is_record(t) || !clang_Cursor_isNull(clang_Cursor_getVarDeclInitializer(v->decl));
}

void lo_var_queue(LoReader *r, LoVarInfo *v)
{
	if (v->queued || !var_is_kept(v))
		return;
	v->queued = TRUE;
	g_queue_push_tail(&r->todo_vars, v);
}

LoVarInfo *lo_var_info(LoReader *r, CXCursor var)
{
	CXCursor key = clang_getCanonicalCursor(var);
	LoVarInfo *v = g_hash_table_lookup(r->vars, &key);

	if (!v) {
		v = make_var_info(r, var);
		g_hash_table_insert(r->vars, lo_cursor_box(key), v);
	} else if (!v->queued && !var_has_storage(v->decl)) {
		/* `extern struct s x;` was seen first, the tentative definition now */
		v->decl = var;
	}
	lo_var_queue(r, v);
	return v;
}
