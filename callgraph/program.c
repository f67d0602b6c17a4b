#include "callgraph/program.h"

#include <string.h>

const char *lo_program_intern_name(LoProgram *p, const char *s)
{
	return g_string_chunk_insert_const(p->names, s ? s : "");
}

static guint32 lookup(GHashTable *table, const char *a, const char *b)
{
	g_autofree char *key = g_strconcat(a, "\1", b, NULL);
	gpointer id = g_hash_table_lookup(table, key);
	return id ? GPOINTER_TO_UINT(id) - 1 : LO_NO_ID;
}

static void remember(GHashTable *table, const char *a, const char *b, guint32 id)
{
	g_hash_table_insert(table, g_strconcat(a, "\1", b, NULL), GUINT_TO_POINTER(id + 1));
}

static void fn_free(gpointer data)
{
	LoFn *fn = data;

	lo_func_free(fn->ir);
	g_free(fn->fn_of_sym);
	g_free(fn->var_of_sym);
	g_free(fn->field_of);
	g_free(fn);
}

static void var_free(gpointer data)
{
	LoVar *v = data;

	if (v->init)
		fn_free(v->init);
	g_free(v);
}

LoProgram *lo_program_new(void)
{
	LoProgram *p = g_new0(LoProgram, 1);

	p->fns = g_ptr_array_new_with_free_func(fn_free);
	p->vars = g_ptr_array_new_with_free_func(var_free);
	p->fields = g_array_new(FALSE, FALSE, sizeof(LoFieldInfo));
	p->names = g_string_chunk_new(1 << 20);
	p->fn_by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	p->var_by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	p->field_by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	p->static_by_name = g_hash_table_new(g_str_hash, g_str_equal);
	g_mutex_init(&p->lock);
	return p;
}

void lo_program_free(LoProgram *p)
{
	if (!p)
		return;
	g_ptr_array_unref(p->fns);
	g_ptr_array_unref(p->vars);
	g_array_unref(p->fields);
	g_hash_table_unref(p->fn_by_key);
	g_hash_table_unref(p->var_by_key);
	g_hash_table_unref(p->field_by_key);
	g_hash_table_unref(p->static_by_name);
	g_string_chunk_free(p->names);
	g_mutex_clear(&p->lock);
	g_free(p);
}

/* Both arrays stay where they are, for those who read them without the lock. */
void lo_program_share(LoProgram *p, gboolean shared)
{
	guint n_fields = p->fields->len, n_vars = p->vars->len;

	p->most_fields = shared ? n_fields + LO_SHARED_ROOM : 0;
	p->most_vars = shared ? n_vars + LO_SHARED_ROOM : 0;
	if (!shared)
		return;
	g_array_set_size(p->fields, p->most_fields);
	g_array_set_size(p->fields, n_fields);
	g_ptr_array_set_free_func(p->vars, NULL);
	g_ptr_array_set_size(p->vars, (gint)p->most_vars);
	g_ptr_array_set_size(p->vars, (gint)n_vars);
	g_ptr_array_set_free_func(p->vars, var_free);
}

LoFnId lo_program_intern_fn(LoProgram *p, const char *name, const char *scope)
{
	guint32 id = lookup(p->fn_by_key, name, scope);
	if (id != LO_NO_ID)
		return id;

	LoFn *fn = g_new0(LoFn, 1);
	fn->name = lo_program_intern_name(p, name);
	fn->scope = lo_program_intern_name(p, scope);
	fn->file = "";
	g_ptr_array_add(p->fns, fn);
	remember(p->fn_by_key, name, scope, p->fns->len - 1);
	return p->fns->len - 1;
}

static LoVarId add_var(LoProgram *p, const char *name, const char *scope, const char *type)
{
	if (p->most_vars && p->vars->len == p->most_vars)
		return p->vars->len - 1;

	LoVar *v = g_new0(LoVar, 1);
	v->name = lo_program_intern_name(p, name);
	v->scope = lo_program_intern_name(p, scope);
	v->type = lo_program_intern_name(p, type);
	v->file = v->text = "";
	g_ptr_array_add(p->vars, v);
	remember(p->var_by_key, name, scope, p->vars->len - 1);
	return p->vars->len - 1;
}

LoVarId lo_program_intern_var(LoProgram *p, const char *name, const char *scope, const char *type)
{
	g_mutex_lock(&p->lock);
	LoVarId id = lookup(p->var_by_key, name, scope);
	if (id == LO_NO_ID)
		id = add_var(p, name, scope, type);
	g_mutex_unlock(&p->lock);
	return id;
}

static LoFieldId add_field(LoProgram *p, const char *record, const char *name, const char *type)
{
	if (p->most_fields && p->fields->len == p->most_fields)
		return p->fields->len - 1;

	LoFieldInfo info = { lo_program_intern_name(p, record), lo_program_intern_name(p, name), lo_program_intern_name(p, type) };
	g_array_append_val(p->fields, info);
	remember(p->field_by_key, record, name, p->fields->len - 1);
	return p->fields->len - 1;
}

LoFieldId lo_program_intern_field(LoProgram *p, const char *record, const char *name, const char *type)
{
	g_mutex_lock(&p->lock);
	LoFieldId id = lookup(p->field_by_key, record, name);
	if (id == LO_NO_ID)
		id = add_field(p, record, name, type);
	g_mutex_unlock(&p->lock);
	return id;
}

LoFieldId lo_program_find_field(const LoProgram *p, const char *record, const char *name)
{
	GMutex *lock = (GMutex *)&p->lock;

	g_mutex_lock(lock);
	LoFieldId id = lookup(p->field_by_key, record, name);
	g_mutex_unlock(lock);
	return id;
}

LoFnId lo_program_find_fn(const LoProgram *p, const char *name, const char *scope)
{
	return lookup(p->fn_by_key, name, scope);
}

LoVarId lo_program_find_var(const LoProgram *p, const char *name, const char *scope)
{
	GMutex *lock = (GMutex *)&p->lock;

	g_mutex_lock(lock);
	LoVarId id = lookup(p->var_by_key, name, scope);
	g_mutex_unlock(lock);
	return id;
}

LoVarId lo_program_find_global(const LoProgram *p, const char *name)
{
	LoVarId id = lo_program_find_var(p, name, "");
	guint only = id == LO_NO_ID ? GPOINTER_TO_UINT(g_hash_table_lookup(p->static_by_name, name)) : 0;

	return only ? only - 1 : id;
}

void lo_program_index_static(LoProgram *p, LoVarId id)
{
	const LoVar *v = lo_program_var(p, id);

	if (!*v->scope || strchr(v->scope, ':'))
		return;
	gboolean several = g_hash_table_contains(p->static_by_name, v->name);
	g_hash_table_insert(p->static_by_name, (gpointer)v->name, GUINT_TO_POINTER(several ? 0 : id + 1));
}

/* Variants of a header's body differ by macros only: the first in the store's
 * order stands for all.  Of two external definitions (weak and strong, or two
 * programs in one tree) the first is kept likewise. */
static gboolean add_func(LoStoredFunc *stored, gpointer data, GError **error)
{
	LoProgram *p = data;
	LoFunc *ir = stored->func;
	LoFn *fn = lo_program_fn(p, lo_program_intern_fn(p, lo_func_str(ir, ir->name), lo_func_str(ir, ir->scope)));

	(void)error;
	if (!fn->ir) {
		fn->ir = ir;
		fn->file = lo_program_intern_name(p, lo_func_str(ir, ir->file));
		fn->flags = ir->flags;
		stored->func = NULL;
	}
	return TRUE;
}

static const char *defining_macro(const LoFunc *ir)
{
	for (guint i = 0; i < ir->instrs->len; i++) {
		const LoInstr *in = &LO_AT(ir->instrs, LoInstr, i);
		if (in->text)
			return lo_func_str(ir, in->text);
	}
	return "";
}

static void set_initialiser(LoProgram *p, LoVar *v, LoFunc *ir)
{
	if (v->init)
		fn_free(v->init);
	v->init = g_new0(LoFn, 1);
	v->init->name = v->name;
	v->init->scope = v->scope;
	v->init->ir = ir;
	v->file = lo_program_intern_name(p, lo_func_str(ir, ir->file));
	v->line = ir->line;
	v->text = lo_program_intern_name(p, defining_macro(ir));
}

static gboolean add_global(LoStoredFunc *stored, gpointer data, GError **error)
{
	LoProgram *p = data;
	LoFunc *ir = stored->func;
	LoVar *v = lo_program_var(p, lo_program_intern_var(p, lo_func_str(ir, ir->name), lo_func_str(ir, ir->scope),
							   lo_func_str(ir, ir->sig)));

	(void)error;
	if (v->init && v->init->ir->instrs->len >= ir->instrs->len)
		return TRUE;
	set_initialiser(p, v, ir);
	stored->func = NULL;
	return TRUE;
}

static void link_body(LoProgram *p, LoFn *fn)
{
	LoFunc *ir = fn->ir;

	fn->fn_of_sym = g_new(LoFnId, ir->syms->len);
	fn->var_of_sym = g_new(LoVarId, ir->syms->len);
	for (guint i = 0; i < ir->syms->len; i++) {
		fn->fn_of_sym[i] = LO_NO_ID;
		fn->var_of_sym[i] = LO_NO_ID;
	}
	for (guint i = 0; i < ir->terms->len; i++) {
		const LoTerm *t = &LO_AT(ir->terms, LoTerm, i);
		if (t->kind != LO_TERM_FUNC && t->kind != LO_TERM_GLOBAL)
			continue;
		const LoSym *s = &LO_AT(ir->syms, LoSym, t->a);
		const char *name = lo_func_str(ir, s->name), *scope = lo_func_str(ir, s->scope);
		if (t->kind == LO_TERM_FUNC)
			fn->fn_of_sym[t->a] = lo_program_intern_fn(p, name, scope);
		else
			fn->var_of_sym[t->a] = lo_program_intern_var(p, name, scope, lo_func_str(ir, s->type));
	}
	fn->field_of = g_new(LoFieldId, ir->fields->len);
	for (guint i = 0; i < ir->fields->len; i++) {
		const LoField *f = &LO_AT(ir->fields, LoField, i);
		fn->field_of[i] = lo_program_intern_field(p, lo_func_str(ir, f->record), lo_func_str(ir, f->name),
							  lo_func_str(ir, f->type));
	}
}

static void drop_body(LoFn *fn)
{
	g_clear_pointer(&fn->ir, lo_func_free);
	g_clear_pointer(&fn->fn_of_sym, g_free);
	g_clear_pointer(&fn->var_of_sym, g_free);
	g_clear_pointer(&fn->field_of, g_free);
}

void lo_program_drop_bodies(LoProgram *p)
{
	for (guint i = 0; i < p->fns->len; i++)
		drop_body(lo_program_fn(p, i));
}

void lo_program_set_body(LoProgram *p, LoFnId id, LoFunc *ir)
{
	LoFn *fn = lo_program_fn(p, id);

	drop_body(fn);
	fn->ir = ir;
	fn->file = ir ? lo_program_intern_name(p, lo_func_str(ir, ir->file)) : "";
	fn->flags = ir ? ir->flags : 0;
	if (ir)
		link_body(p, fn);
}

LoVarId lo_program_set_variable(LoProgram *p, LoFunc *ir)
{
	LoVarId id = lo_program_intern_var(p, lo_func_str(ir, ir->name), lo_func_str(ir, ir->scope), lo_func_str(ir, ir->sig));
	LoVar *v = lo_program_var(p, id);
	gboolean is_new = !*v->file;

	set_initialiser(p, v, ir);
	link_body(p, v->init);
	if (is_new)
		lo_program_index_static(p, id);
	return id;
}

static gboolean read_bodies(LoProgram *p, LoStore *store, const GPtrArray *sources, GError **error)
{
	if (!sources)
		return lo_store_each_func(store, add_func, p, error) && lo_store_each_global(store, add_global, p, error);
	return lo_store_bodies_of(store, sources, FALSE, add_func, p, error) &&
	       lo_store_bodies_of(store, sources, TRUE, add_global, p, error);
}

LoProgram *lo_program_load(LoStore *store, const GPtrArray *sources, GError **error)
{
	g_autoptr(LoProgram) p = lo_program_new();

	if (!read_bodies(p, store, sources, error))
		return NULL;
	/* Linking makes new functions and variables: those only named. */
	guint n_fns = p->fns->len, n_vars = p->vars->len;
	for (guint i = 0; i < n_fns; i++)
		if (lo_program_fn(p, i)->ir)
			link_body(p, lo_program_fn(p, i));
	for (guint i = 0; i < n_vars; i++)
		if (lo_program_var(p, i)->init)
			link_body(p, lo_program_var(p, i)->init);
	for (guint i = 0; i < n_vars; i++)
		lo_program_index_static(p, i);
	return g_steal_pointer(&p);
}

/* Whoever asks first, the string is the same. */
static const char *hop_string(const char **known, const char *text)
{
	const char *s = __atomic_load_n(known, __ATOMIC_RELAXED);

	if (!s) {
		s = g_intern_string(text);
		__atomic_store_n(known, s, __ATOMIC_RELAXED);
	}
	return s;
}

LoHop lo_fn_hop(LoFn *fn, guint32 line, const char *note)
{
	LoHop hop = { hop_string(&fn->hop_name, fn->name), hop_string(&fn->hop_file, fn->file), line, "" };

	if (*note)
		lo_hop_set_note(&hop, note);
	return hop;
}
