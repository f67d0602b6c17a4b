/* The names of a class: strings, and tables of strings. */
#include "orders/classes_internal.h"

#include <string.h>

#define MAX_TABLE_NAMES 512

void lo_class_add_name(LoClass *k, const char *name)
{
	guint at = 0;

	for (; at < k->names->len; at++) {
		int order = strcmp(g_ptr_array_index(k->names, at), name);
		if (!order)
			return;
		if (order > 0)
			break;
	}
	g_ptr_array_insert(k->names, at, g_strdup(name));
}

const char *lo_class_find_name(const LoClass *k, const char *name)
{
	guint i = 0;

	while (name && i < k->names->len && strcmp(g_ptr_array_index(k->names, i), name))
		i++;
	return name && i < k->names->len ? g_ptr_array_index(k->names, i) : NULL;
}

/* Where the string of a name comes from, when it is an element of a table. */
typedef struct {
	LoVal array;		/* of strings, or of records that each hold one; NONE: whatever the member `field` is in */
	LoFieldId field;	/* LO_NO_ID: the elements themselves */
	gint64 k;		/* the element, -1 for any */
} NameTable;

/* names[i], table[i].name and sets[j].names[i] say what the table is. */
static gboolean find_table(LoVals *vals, LoVal name, NameTable *t)
{
	const LoValue *v = lo_val(vals, name);

	t->field = LO_NO_ID;
	if (v->kind == LO_V_LOAD)
		v = lo_val(vals, v->a);
	gboolean element = v->kind == LO_V_INDEX;
	LoVal array = element ? v->a : LO_VAL_NONE;
	if (element)
		v = lo_val(vals, v->a);
	if (v->kind == LO_V_FIELD) {
		t->field = v->b;
		array = v->a;
		v = lo_val(vals, v->a);
		if (!element && v->kind != LO_V_INDEX)
			return FALSE;
		if (v->kind == LO_V_INDEX) {
			array = v->a;
			v = lo_val(vals, v->a);
		}
	}
	t->array = v->kind == LO_V_VAR ? array : LO_VAL_NONE;
	return t->field != LO_NO_ID || t->array;
}

/* A string that an initialiser puts into a table. */
typedef struct {
	LoVal array;
	gint64 k;		/* which element, -1: not of an array */
	const char *text;	/* the values' */
} TableString;

static gpointer table_key(LoFieldId field, LoVal array)
{
	return field != LO_NO_ID ? GSIZE_TO_POINTER((gsize)1 << 32 | field) : GSIZE_TO_POINTER((gsize)array);
}

static void add_string(GHashTable *tables, LoFieldId field, TableString s)
{
	gpointer key = table_key(field, s.array);
	GArray *list = g_hash_table_lookup(tables, key);

	if (!list)
		g_hash_table_insert(tables, key, list = g_array_new(FALSE, FALSE, sizeof(TableString)));
	g_array_append_val(list, s);
}

static void collect_string(LoVals *vals, LoVal addr, LoVal value, LoVarId var, gpointer data)
{
	const LoValue *a = lo_val(vals, addr);
	TableString s = { addr, -1, lo_val_get_str(vals, value) };

	(void)var;
	if (!s.text)
		return;
	if (a->kind == LO_V_INDEX) {
		s.k = a->k;
		s.array = a->a;
		a = lo_val(vals, s.array);
	}
	add_string(data, LO_NO_ID, s);
	if (a->kind != LO_V_FIELD)
		return;
	LoFieldId field = a->b;
	s.array = a->a;
	a = lo_val(vals, s.array);
	if (a->kind == LO_V_INDEX) {
		s.k = s.k < 0 ? a->k : s.k;
		s.array = a->a;
	}
	add_string(data, field, s);
}

void lo_class_names_collect(LoClasses *c)
{
	c->tables = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	lo_vals_each_initial(c->vals, collect_string, c->tables);
}

static void add_table_names(LoClasses *c, const NameTable *t, LoClass *to)
{
	const GArray *list = g_hash_table_lookup(c->tables, table_key(t->field, t->array));

	for (guint i = 0; list && i < list->len && to->names->len < MAX_TABLE_NAMES; i++) {
		const TableString *s = &LO_AT(list, TableString, i);
		if ((!t->array || s->array == t->array) && (t->k < 0 || s->k == t->k))
			lo_class_add_name(to, s->text);
	}
}

/* The element that the lock is says which of the names, when both are one of a table. */
void lo_class_add_names_of(LoClasses *c, LoClass *k, LoVal name, gint64 element)
{
	LoVal names[8];
	guint n = lo_val_alternatives(c->vals, name, names);

	for (guint i = 0; i < n; i++) {
		NameTable t = { .k = element };
		guint before = k->names->len;
		if (lo_val(c->vals, names[i])->kind == LO_V_STR) {
			lo_class_add_name(k, lo_val_get_str(c->vals, names[i]));
			continue;
		}
		if (!find_table(c->vals, names[i], &t))
			continue;
		add_table_names(c, &t, k);
		if (k->names->len == before && t.k >= 0) {
			t.k = -1;
			add_table_names(c, &t, k);
		}
	}
}

gboolean lo_names_are_table(LoClasses *c, const GPtrArray *facts)
{
	NameTable t;

	for (guint i = 0; facts && i < facts->len; i++) {
		LoVal name = ((const LoInitFact *)g_ptr_array_index(facts, i))->name;
		if (lo_val(c->vals, name)->kind != LO_V_STR && find_table(c->vals, name, &t))
			return TRUE;
	}
	return FALSE;
}

static gboolean is_novalidate(LoClasses *c, LoVal key)
{
	const LoValue *v = lo_val(c->vals, key);
	const char *name = v->kind == LO_V_VAR ? lo_model_key(lo_vals_model(c->vals), lo_program_var(c->program, v->a)->name) : NULL;

	return name && !strcmp(name, "novalidate");
}

/* Names that initialisations give, or those that lockdep_set_class() and its like give to some of the locks. */
static void add_fact_names(LoClasses *c, LoClass *k, const GPtrArray *facts, gint64 element, gboolean setclass)
{
	for (guint i = 0; facts && i < facts->len; i++) {
		const LoInitFact *f = g_ptr_array_index(facts, i);
		if (!f->setclass == !setclass)
			lo_class_add_names_of(c, k, f->name, element);
	}
}

void lo_class_add_facts(LoClasses *c, LoClass *k, const GPtrArray *facts, gint64 element)
{
	add_fact_names(c, k, facts, element, FALSE);
	if (!k->own_name && k->names->len)
		k->own_name = g_ptr_array_index(k->names, 0);
	add_fact_names(c, k, facts, element, TRUE);
	for (guint i = 0; facts && i < facts->len; i++) {
		const LoInitFact *f = g_ptr_array_index(facts, i);
		k->novalidate |= is_novalidate(c, f->key);
		if (!k->kind)
			k->kind = f->lock_kind;
		if (!k->line && f->fn != LO_NO_ID) {
			k->file = lo_program_fn(c->program, f->fn)->file;
			k->line = f->line;
		}
	}
}
