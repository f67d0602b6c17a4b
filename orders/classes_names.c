/* The names of a class: strings, and tables of strings. */
#include "orders/classes_internal.h"

#include <string.h>

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
	LoClass *to;
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
	return t->field != LO_NO_ID || v->kind == LO_V_VAR;
}

static void add_table_name(LoVals *vals, LoVal addr, LoVal value, LoVarId var, gpointer data)
{
	NameTable *t = data;
	const LoValue *a = lo_val(vals, addr);
	const char *s = lo_val_get_str(vals, value);
	gint64 k = -1;

	(void)var;
	if (a->kind == LO_V_INDEX) {
		k = a->k;
		addr = a->a;
		a = lo_val(vals, addr);
	}
	if (t->field != LO_NO_ID) {
		if (a->kind != LO_V_FIELD || a->b != t->field)
			return;
		addr = a->a;
		a = lo_val(vals, addr);
		if (a->kind == LO_V_INDEX) {
			k = k < 0 ? a->k : k;
			addr = a->a;
		}
	}
	if (s && (!t->array || addr == t->array) && (t->k < 0 || k == t->k) && t->to->names->len < 512)
		lo_class_add_name(t->to, s);
}

/* The element that the lock is says which of the names, when both are one of a table. */
void lo_class_add_names_of(LoClasses *c, LoClass *k, LoVal name, gint64 element)
{
	LoVal names[8];
	guint n = lo_val_alternatives(c->vals, name, names);

	for (guint i = 0; i < n; i++) {
		NameTable t = { .to = k, .k = element };
		guint before = k->names->len;
		if (lo_val(c->vals, names[i])->kind == LO_V_STR)
			lo_class_add_name(k, lo_val_get_str(c->vals, names[i]));
		else if (find_table(c->vals, names[i], &t))
			lo_vals_each_initial(c->vals, add_table_name, &t);
		else
			continue;
		if (k->names->len == before && t.k >= 0) {
			t.k = -1;
			lo_vals_each_initial(c->vals, add_table_name, &t);
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
