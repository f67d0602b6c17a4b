/* What is known of locks before any is classed: initialisers, initialisations and the pointers to them. */
#include "orders/classes_internal.h"

#include <string.h>

LoLockChain lo_lock_chain_of(LoVals *vals, LoVal v)
{
	LoLockChain c = { .n = 0 };
	const LoValue *x = lo_val(vals, v);

	for (; x->kind == LO_V_FIELD || x->kind == LO_V_INDEX; v = x->a, x = lo_val(vals, v)) {
		if (x->kind == LO_V_INDEX) {
			c.index = c.index ? c.index : v;
			continue;
		}
		if (c.n == MAX_CHAIN) {
			c.cut = TRUE;
			continue;
		}
		c.fields[c.n++] = x->b;
	}
	c.base = v;
	return c;
}

/* 64 bits of hash stand for the key: a collision in a million keys has a chance of 1e-8. */
gpointer lo_lock_chain_key(const LoLockChain *c, guint n)
{
	gsize key = lo_mix(89, n);

	for (guint i = 0; i < n; i++)
		key = lo_mix(key, c->fields[i] + 1);
	return GSIZE_TO_POINTER(key);
}

gpointer lo_class_key(LoClassKeyKind kind, gsize a, gsize b)
{
	return GSIZE_TO_POINTER(lo_mix(lo_mix(lo_mix(97, kind), a), b));
}

LoVal lo_class_static_key(LoVals *vals, LoVal v)
{
	const LoValue x = *lo_val(vals, v);

	if (x.kind == LO_V_FIELD)
		return lo_val_field(vals, lo_class_static_key(vals, x.a), x.b);
	if (x.kind == LO_V_INDEX)
		return lo_class_static_key(vals, x.a);
	return v;
}

static void add_to(GHashTable *table, gpointer key, gpointer value, GDestroyNotify destroy)
{
	GPtrArray *list = g_hash_table_lookup(table, key);

	if (!list) {
		list = g_ptr_array_new_with_free_func(destroy);
		g_hash_table_insert(table, key, list);
	}
	g_ptr_array_add(list, value);
}

gpointer lo_slot_pointees(LoFieldId slot)
{
	return GSIZE_TO_POINTER((gsize)slot + 1);
}

gpointer lo_var_pointees(LoVal var)
{
	return GSIZE_TO_POINTER((gsize)1 << 32 | var);
}

static GArray *array_at(GHashTable *table, gpointer key, guint element_size)
{
	GArray *list = g_hash_table_lookup(table, key);

	if (!list) {
		list = g_array_new(FALSE, FALSE, element_size);
		g_hash_table_insert(table, key, list);
	}
	return list;
}

static void add_pattern(LoClasses *c, const LoInitFact *f, const LoLockChain *chain)
{
	gpointer whole = lo_lock_chain_key(chain, chain->n);
	gboolean known = g_hash_table_contains(c->patterns, whole);

	for (guint n = 1; n < chain->n && !known; n++) {
		GArray *longer = array_at(c->extended, lo_lock_chain_key(chain, n), sizeof(LoLockChain));
		if (longer->len <= MAX_CANDIDATES)
			g_array_append_vals(longer, chain, 1);
	}
	add_to(c->patterns, whole, g_memdup2(f, sizeof(*f)), g_free);
}

gpointer lo_pointer_key(LoClasses *c, LoVal lock)
{
	const LoValue *v = lo_val(c->vals, lock);

	while (v->kind == LO_V_INDEX)
		v = lo_val(c->vals, v->a);
	if (v->kind != LO_V_LOAD)
		return NULL;
	LoVal addr = v->a;
	while (lo_val(c->vals, addr)->kind == LO_V_INDEX)
		addr = lo_val(c->vals, addr)->a;
	v = lo_val(c->vals, addr);
	return v->kind == LO_V_FIELD ? lo_slot_pointees(v->b) : v->kind == LO_V_VAR ? lo_var_pointees(addr) : NULL;
}

/* Several static locks are set up with one key by code that they share: then they are one class. */
static void note_key(LoClasses *c, const LoInitFact *f, LoVal lock)
{
	gpointer key = lo_class_key(KEY_INIT, f->key, f->name);
	guint known = GPOINTER_TO_UINT(g_hash_table_lookup(c->keys, key));

	if (f->key && lo_val(c->vals, f->key)->kind == LO_V_VAR && known != lock)
		g_hash_table_insert(c->keys, key, GUINT_TO_POINTER(known ? MANY_LOCKS : lock));
}

static void add_init_fact(LoClasses *c, const LoInitFact *f)
{
	LoVal lock = lo_val_base_lock(c->vals, f->lock);
	LoLockChain chain = lo_lock_chain_of(c->vals, lock);
	const LoValue *base = lo_val(c->vals, chain.base);
	gpointer pointer = chain.n ? NULL : lo_pointer_key(c, lock);

	if (base->kind == LO_V_VAR)
		note_key(c, f, lo_class_static_key(c->vals, lock));
	if (base->kind == LO_V_VAR || ((base->kind == LO_V_OPAQUE || base->kind == LO_V_LOCAL) && !chain.n))
		add_to(c->static_names, GUINT_TO_POINTER(lo_class_static_key(c->vals, lock)), g_memdup2(f, sizeof(*f)), g_free);
	if (chain.n)
		add_pattern(c, f, &chain);
	else if (pointer)
		add_to(c->loaded, pointer, g_memdup2(f, sizeof(*f)), g_free);
}

/* A key that may be null is set only if it is not. */
static gboolean is_given(LoVals *vals, LoVal key)
{
	const LoValue *k = lo_val(vals, key);

	return k->kind != LO_V_PARAM && k->kind != LO_V_LOAD;
}

static gboolean is_overridden(LoVals *vals, const LoSummary *s, const LoInitFact *f)
{
	for (guint i = 0; !f->setclass && i < s->inits->len; i++) {
		const LoInitFact *o = &LO_AT(s->inits, LoInitFact, i);
		if (o->setclass == LO_SETCLASS_ALL && o->lock == f->lock && is_given(vals, o->key))
			return TRUE;
	}
	return FALSE;
}

/* Without the numbers of elements: names[level] of a table is in the table whatever `level` is. */
static LoVal any_element(LoVals *vals, LoVal v)
{
	const LoValue x = *lo_val(vals, v);

	switch ((LoValKind)x.kind) {
	case LO_V_FIELD: return lo_val_field(vals, any_element(vals, x.a), x.b);
	case LO_V_LOAD: return lo_val_load(vals, any_element(vals, x.a));
	case LO_V_INDEX: return x.b ? lo_val_index(vals, any_element(vals, x.a), -1) : v;
	default: return v;
	}
}

static gboolean is_final(LoVals *vals, const LoInitFact *f)
{
	return f->name && !(lo_val(vals, any_element(vals, f->name))->flags & LO_VF_PARAM);
}

static void add_static(LoClasses *c, LoVal lock)
{
	LoLockChain chain = lo_lock_chain_of(c->vals, lock);
	LoVal key = lo_class_static_key(c->vals, lock);

	for (guint n = 1; n <= chain.n; n++) {
		GArray *list = array_at(c->statics, lo_lock_chain_key(&chain, n), sizeof(LoVal));
		if (list->len <= MAX_CANDIDATES)
			g_array_append_val(list, key);
	}
}

/* The records that a static object is made of, as far as its initialiser shows. */
static void add_static_records(LoClasses *c, LoVal addr)
{
	const LoValue *v = lo_val(c->vals, addr);

	for (; v->kind == LO_V_FIELD || v->kind == LO_V_INDEX; v = lo_val(c->vals, v->a))
		if (v->kind == LO_V_FIELD)
			g_hash_table_add(c->static_records, (gpointer)lo_program_field(c->program, v->b)->record);
}

static void add_initial_name(LoVals *vals, LoVal addr, LoVal value, LoVarId var, gpointer data)
{
	LoClasses *c = data;
	const LoValue a = *lo_val(vals, addr);
	const LoVar *v = lo_program_var(c->program, var);

	add_static_records(c, addr);
	if (a.kind != LO_V_FIELD || lo_val(vals, value)->kind != LO_V_STR)
		return;
	const LoFieldInfo *f = lo_program_field(c->program, a.b);
	if (strcmp(f->record, "lockdep_map") || strcmp(f->name, "name"))
		return;
	LoInitFact fact = { .lock = a.a, .name = value, .fn = LO_NO_ID, .line = v->line };
	add_to(c->static_names, GUINT_TO_POINTER(lo_class_static_key(vals, a.a)), g_memdup2(&fact, sizeof(fact)), g_free);
	add_static(c, a.a);
}

static void add_variable_records(LoClasses *c)
{
	for (LoVarId i = 0; i < c->program->vars->len; i++) {
		const char *type = lo_program_var(c->program, i)->type;
		while (g_str_has_prefix(type, "[]"))
			type += 2;
		if (*type && *type != '*')
			g_hash_table_add(c->static_records, (gpointer)type);
	}
}

/* Members of objects that nothing tells apart but who made them: what is known of a lock there is the same. */
static gboolean same_place(LoClasses *c, LoVal a, LoVal b)
{
	const LoLockChain x = lo_lock_chain_of(c->vals, a), y = lo_lock_chain_of(c->vals, b);
	const LoValue *p = lo_val(c->vals, x.base), *q = lo_val(c->vals, y.base);

	if (a == b)
		return TRUE;
	if (!x.n || x.n != y.n || x.cut || y.cut || p->kind != q->kind || p->kind == LO_V_VAR || lo_lock_chain_key(&x, x.n) != lo_lock_chain_key(&y, y.n))
		return FALSE;
	return p->kind != LO_V_LOAD || lo_pointer_key(c, x.base) == lo_pointer_key(c, y.base);
}

static gboolean has_place(LoClasses *c, const GArray *list, LoVal v)
{
	for (guint i = 0; i < list->len; i++)
		if (same_place(c, LO_AT(list, LoVal, i), v))
			return TRUE;
	return FALSE;
}

static void note_pointee(LoClasses *c, const LoStoreFact *f)
{
	const LoValue v = *lo_val(c->vals, f->value);

	gboolean in_var = f->slot == LO_NO_ID && lo_val(c->vals, f->addr)->kind == LO_V_VAR;

	if ((f->slot == LO_NO_ID && !in_var) ||
	    (v.kind != LO_V_FIELD && v.kind != LO_V_VAR && v.kind != LO_V_OPAQUE && v.kind != LO_V_LOCAL))
		return;
	GArray *list = array_at(c->pointees, in_var ? lo_var_pointees(f->addr) : lo_slot_pointees(f->slot), sizeof(LoVal));
	if (list->len < MAX_POINTEES && !has_place(c, list, f->value))
		g_array_append_val(list, f->value);
}

/* The static object that an address is of, or of a member that is no lock, as of a list; else NONE. */
static LoVal given_object(LoClasses *c, LoVal addr)
{
	const LoValue *v = lo_val(c->vals, addr);

	if (v->kind == LO_V_FIELD && lo_model_type(lo_vals_model(c->vals), lo_program_field(c->program, v->b)->type))
		return LO_VAL_NONE;
	for (; v->kind == LO_V_FIELD || v->kind == LO_V_INDEX; v = lo_val(c->vals, addr))
		addr = v->a;
	return v->kind == LO_V_VAR ? addr : LO_VAL_NONE;
}

static void note_given(LoClasses *c, LoVal v)
{
	LoVal values[8];

	for (guint i = lo_val_alternatives(c->vals, v, values); i-- > 0;) {
		LoVal object = given_object(c, values[i]);
		if (object)
			g_hash_table_add(c->given, GUINT_TO_POINTER(object));
	}
}

static void note_given_initially(LoVals *vals, LoVal addr, LoVal value, LoVarId var, gpointer classes)
{
	(void)vals;
	(void)addr;
	(void)var;
	note_given(classes, value);
}

static void find_given(LoClasses *c, const LoSummary *s)
{
	for (guint i = 0; i < s->stores->len; i++)
		note_given(c, LO_AT(s->stores, LoStoreFact, i).value);
	for (guint i = 0; i < s->events->len; i++) {
		const LoEvent *ev = &LO_AT(s->events, LoEvent, i);
		for (guint k = 0; k < ev->n_args; k++)
			note_given(c, LO_AT(s->vals, LoVal, ev->first_arg + k));
	}
}

void lo_classes_collect(LoClasses *c, LoSummary *const *summaries, guint n)
{
	lo_vals_each_initial(c->vals, add_initial_name, c);
	lo_vals_each_initial(c->vals, note_given_initially, c);
	add_variable_records(c);
	for (guint i = 0; i < n; i++) {
		const LoSummary *s = summaries[i];
		if (s)
			find_given(c, s);
		for (guint k = 0; s && k < s->inits->len; k++) {
			const LoInitFact *f = &LO_AT(s->inits, LoInitFact, k);
			if (is_final(c->vals, f) && !is_overridden(c->vals, s, f))
				add_init_fact(c, f);
		}
		for (guint k = 0; s && k < s->stores->len; k++)
			note_pointee(c, &LO_AT(s->stores, LoStoreFact, k));
	}
}
