#include "summary/targets.h"

#include "callgraph/scc.h"

#include <stdlib.h>

struct LoTargets {
	LoVals *vals;
	LoProgram *program;
	GHashTable *slots;	/* field + 1 -> GArray of LoFnId */
	GHashTable *vars;	/* variable's address (LoVal) -> GArray of LoFnId */
	GHashTable *nested;	/* outer field << 32 | inner field -> GArray of LoFnId */
	GHashTable *copies;	/* field + 1 -> GArray of LoFieldId it is copied to */
	GArray *regs;		/* LoRegFact of containers, final */
	GHashTable *containers;	/* "container slot" -> GArray of LoFnId */
	GMutex lock;		/* of containers, for those who only ask */
};

static gint64 *nested_key(LoFieldId outer, LoFieldId inner)
{
	gint64 key = (gint64)((guint64)outer << 32 | inner);

	return g_memdup2(&key, sizeof(key));
}

static void finish_list(GArray *list)
{
	guint n = 0;

	g_array_sort(list, lo_compare_ids);
	for (guint i = 0; i < list->len; i++)
		if (!n || LO_AT(list, guint32, n - 1) != LO_AT(list, guint32, i))
			LO_AT(list, guint32, n++) = LO_AT(list, guint32, i);
	g_array_set_size(list, n);
}

static GArray *list_at(GHashTable *table, gpointer key)
{
	GArray *list = g_hash_table_lookup(table, key);

	if (!list) {
		list = g_array_new(FALSE, FALSE, sizeof(guint32));
		g_hash_table_insert(table, key, list);
	}
	return list;
}

static void add_nested(LoTargets *t, LoVal addr, LoFnId fn)
{
	const LoValue *inner = lo_val(t->vals, addr);
	const LoValue *outer;

	if (inner->kind != LO_V_FIELD)
		return;
	outer = lo_val(t->vals, inner->a);
	while (outer->kind == LO_V_INDEX)
		outer = lo_val(t->vals, outer->a);
	if (outer->kind != LO_V_FIELD)
		return;
	gint64 *key = nested_key(outer->b, inner->b);
	GArray *list = g_hash_table_lookup(t->nested, key);
	if (!list) {
		list = g_array_new(FALSE, FALSE, sizeof(guint32));
		g_hash_table_insert(t->nested, key, list);
	} else {
		g_free(key);
	}
	g_array_append_val(list, fn);
}

static LoFieldId field_of_addr(LoVals *vals, LoVal addr)
{
	const LoValue *a = lo_val(vals, addr);

	while (a->kind == LO_V_INDEX)
		a = lo_val(vals, a->a);
	return a->kind == LO_V_FIELD ? a->b : LO_NO_ID;
}

static LoVal var_of_addr(LoVals *vals, LoVal addr)
{
	while (lo_val(vals, addr)->kind == LO_V_INDEX)
		addr = lo_val(vals, addr)->a;
	return lo_val(vals, addr)->kind == LO_V_VAR ? addr : LO_VAL_NONE;
}

static void add_store(LoTargets *t, LoVal addr, LoVal value)
{
	const LoValue v = *lo_val(t->vals, value);
	LoFieldId slot = field_of_addr(t->vals, addr);
	LoVal var = slot == LO_NO_ID ? var_of_addr(t->vals, addr) : LO_VAL_NONE;

	if (v.kind == LO_V_FN) {
		LoFnId fn = v.a;
		if (slot != LO_NO_ID)
			g_array_append_val(list_at(t->slots, GUINT_TO_POINTER(slot + 1)), fn);
		else if (var)
			g_array_append_val(list_at(t->vars, GUINT_TO_POINTER(var)), fn);
		add_nested(t, addr, fn);
	} else if (v.kind == LO_V_LOAD && slot != LO_NO_ID) {
		LoFieldId from = field_of_addr(t->vals, v.a);
		if (from != LO_NO_ID && from != slot)
			g_array_append_val(list_at(t->copies, GUINT_TO_POINTER(from + 1)), slot);
	}
}

static void add_initial(LoVals *vals, LoVal addr, LoVal value, LoVarId var, gpointer data)
{
	(void)vals;
	(void)var;
	add_store(data, addr, value);
}

static void finish_all(GHashTable *table)
{
	GHashTableIter it;
	gpointer list;

	g_hash_table_iter_init(&it, table);
	while (g_hash_table_iter_next(&it, NULL, &list))
		finish_list(list);
}

static gint compare_pointers(gconstpointer a, gconstpointer b)
{
	return GPOINTER_TO_UINT(a) < GPOINTER_TO_UINT(b) ? -1 : GPOINTER_TO_UINT(a) > GPOINTER_TO_UINT(b);
}

/* Copies between members, to a fixed point in a few rounds. */
static void close_copies(LoTargets *t)
{
	gboolean changed = TRUE;
	GList *from = g_list_sort(g_hash_table_get_keys(t->copies), compare_pointers);

	for (guint round = 0; changed && round < 6; round++) {
		changed = FALSE;
		for (GList *l = from; l; l = l->next) {
			const GArray *src = g_hash_table_lookup(t->slots, l->data);
			const GArray *to = g_hash_table_lookup(t->copies, l->data);
			for (guint i = 0; src && i < to->len; i++) {
				GArray *dst = list_at(t->slots, GUINT_TO_POINTER(LO_AT(to, guint32, i) + 1));
				guint before = dst->len;
				if (dst == src)
					continue;
				g_array_append_vals(dst, src->data, src->len);
				finish_list(dst);
				changed |= dst->len != before;
			}
		}
	}
	g_list_free(from);
}

static void add_summary(LoTargets *t, const LoSummary *s)
{
	for (guint i = 0; i < s->stores->len; i++) {
		const LoStoreFact f = LO_AT(s->stores, LoStoreFact, i);
		add_store(t, f.addr, f.value);
	}
	for (guint i = 0; i < s->regs->len; i++) {
		const LoRegFact *r = &LO_AT(s->regs, LoRegFact, i);
		if (r->kind == LO_REG_CONTAINER)
			g_array_append_vals(t->regs, r, 1);
	}
}

LoTargets *lo_targets_new(LoVals *vals, LoSummary *const *summaries, guint n)
{
	LoTargets *t = g_new0(LoTargets, 1);

	t->vals = vals;
	t->program = lo_vals_program(vals);
	t->slots = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	t->vars = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	t->nested = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)g_array_unref);
	t->copies = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	t->containers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
	t->regs = g_array_new(FALSE, FALSE, sizeof(LoRegFact));
	g_mutex_init(&t->lock);
	lo_vals_each_initial(vals, add_initial, t);
	for (guint i = 0; i < n; i++)
		if (summaries[i])
			add_summary(t, summaries[i]);
	finish_all(t->slots);
	finish_all(t->vars);
	finish_all(t->nested);
	finish_all(t->copies);
	close_copies(t);
	return t;
}

void lo_targets_free(LoTargets *t)
{
	if (!t)
		return;
	g_hash_table_unref(t->slots);
	g_hash_table_unref(t->vars);
	g_hash_table_unref(t->nested);
	g_hash_table_unref(t->copies);
	g_hash_table_unref(t->containers);
	g_array_unref(t->regs);
	g_mutex_clear(&t->lock);
	g_free(t);
}

const GArray *lo_targets_of_slot(const LoTargets *t, LoFieldId slot)
{
	return g_hash_table_lookup(t->slots, GUINT_TO_POINTER(slot + 1));
}

const GArray *lo_targets_of_value(const LoTargets *t, LoVal pointer)
{
	const LoValue *v = lo_val(t->vals, pointer);

	if (v->kind != LO_V_LOAD)
		return NULL;
	LoFieldId slot = field_of_addr(t->vals, v->a);
	if (slot != LO_NO_ID)
		return lo_targets_of_slot(t, slot);
	LoVal var = var_of_addr(t->vals, v->a);
	return var ? g_hash_table_lookup(t->vars, GUINT_TO_POINTER(var)) : NULL;
}

const GArray *lo_targets_of_nested(const LoTargets *t, LoFieldId outer, LoFieldId inner)
{
	gint64 key = (gint64)((guint64)outer << 32 | inner);

	return g_hash_table_lookup(t->nested, &key);
}

guint lo_targets_slot_count(const LoTargets *t)
{
	return g_hash_table_size(t->slots);
}

/* Containers are told apart by variable and path, or by the member they are. */
static guint64 container_key(LoTargets *t, LoVal v)
{
	const LoValue *x = lo_val(t->vals, v), *root = x;

	while (root->kind == LO_V_FIELD || root->kind == LO_V_INDEX)
		root = lo_val(t->vals, root->a);
	if (root->kind == LO_V_VAR)
		return (guint64)1 << 32 | v;
	if (x->kind == LO_V_FIELD)
		return (guint64)2 << 32 | x->b;
	return 0;
}

/* The functions in `slot` of one registered object. */
static void add_object(LoTargets *t, LoVal object, LoFieldId slot, GArray *out)
{
	const LoValue o = *lo_val(t->vals, object);
	LoVal fn = lo_val_initial(t->vals, lo_val_field(t->vals, object, slot));

	if (fn && lo_val(t->vals, fn)->kind == LO_V_FN) {
		guint32 id = lo_val(t->vals, fn)->a;
		g_array_append_val(out, id);
	} else if (o.kind == LO_V_FIELD) {
		const GArray *list = lo_targets_of_nested(t, o.b, slot);
		if (list)
			g_array_append_vals(out, list->data, list->len);
	}
}

static const GArray *find_registered(LoTargets *t, guint64 want, LoFieldId slot)
{
	g_autofree char *key = g_strdup_printf("%" G_GUINT64_FORMAT " %u", want, slot);
	GArray *out = g_hash_table_lookup(t->containers, key);

	if (out)
		return out;
	out = g_array_new(FALSE, FALSE, sizeof(guint32));
	for (guint i = 0; i < t->regs->len; i++) {
		const LoRegFact *r = &LO_AT(t->regs, LoRegFact, i);
		if (container_key(t, r->container) == want)
			add_object(t, r->object, slot, out);
	}
	finish_list(out);
	g_hash_table_insert(t->containers, g_steal_pointer(&key), out);
	return out;
}

const GArray *lo_targets_of_container(LoTargets *t, LoVal container, LoFieldId slot, gboolean *known)
{
	guint64 want = container_key(t, container);

	*known = want != 0;
	if (!want)
		return lo_targets_of_slot(t, slot);
	g_mutex_lock(&t->lock);
	const GArray *out = find_registered(t, want, slot);
	g_mutex_unlock(&t->lock);
	return out;
}

const GArray *lo_targets_of_event(LoTargets *t, LoSummary *const *summaries, const LoEvent *ev)
{
	const LoProgram *p = lo_vals_program(t->vals);

	if (ev->kind == LO_EV_INVOKE) {
		gboolean known;
		if (lo_val(t->vals, ev->lock)->flags & LO_VF_PARAM)
			return NULL;
		return lo_targets_of_container(t, ev->lock, ev->slot, &known);
	}
	if (ev->kind != LO_EV_ICALL)
		return NULL;
	const LoFieldInfo *slot = ev->slot != LO_NO_ID ? lo_program_field(p, ev->slot) : NULL;
	const LoEntry *entry = slot ? lo_model_entry(lo_vals_model(t->vals), slot->record, slot->name) : NULL;
	if (entry && !entry->called)
		return NULL;
	/* the one that it stands for is resolved where it is, unless this caller has shown which member it is */
	if (ev->inherited && (!slot || LO_AT(summaries[ev->via_fn]->events, LoEvent, ev->via_event).slot != LO_NO_ID))
		return NULL;
	return lo_targets_of_value(t, ev->lock);
}

guint lo_targets_fan(const LoTargets *t, const LoEvent *ev, const GArray *targets)
{
	const LoProgram *p = lo_vals_program(t->vals);
	const LoFieldInfo *slot = ev->kind == LO_EV_ICALL && ev->slot != LO_NO_ID ? lo_program_field(p, ev->slot) : NULL;

	if (ev->kind != LO_EV_ICALL || !targets || !targets->len)
		return 1;
	return slot && lo_model_is_walked(lo_vals_model(t->vals), slot->record, slot->name) ? 1 : targets->len;
}
