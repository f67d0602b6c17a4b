#include "orders/classes_internal.h"

static void class_free(gpointer data)
{
	LoClass *c = data;

	g_ptr_array_unref(c->names);
	g_free(c);
}

LoClasses *lo_classes_new(LoVals *vals, LoSummary *const *summaries, guint n)
{
	LoClasses *c = g_new0(LoClasses, 1);

	c->vals = vals;
	c->program = lo_vals_program(vals);
	c->by_key = g_hash_table_new(NULL, NULL);
	c->patterns = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
	c->static_names = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
	c->extended = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	c->statics = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	c->keys = g_hash_table_new(NULL, NULL);
	c->static_records = g_hash_table_new(g_str_hash, g_str_equal);
	c->given = g_hash_table_new(NULL, NULL);
	c->loaded = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
	c->memo = lo_class_memo_new();
	c->asked = g_array_new(FALSE, FALSE, sizeof(LoVal));
	g_mutex_init(&c->lock);
	c->visiting = g_hash_table_new(NULL, NULL);
	c->pointees = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	lo_class_names_collect(c);
	lo_classes_collect(c, summaries, n);
	return c;
}

void lo_classes_free(LoClasses *c)
{
	if (!c)
		return;
	lo_stable_array_clear(&c->classes, class_free);
	g_hash_table_unref(c->by_key);
	g_hash_table_unref(c->patterns);
	g_hash_table_unref(c->static_names);
	g_hash_table_unref(c->extended);
	g_hash_table_unref(c->statics);
	g_hash_table_unref(c->keys);
	g_hash_table_unref(c->static_records);
	g_hash_table_unref(c->given);
	g_hash_table_unref(c->loaded);
	lo_class_memo_free(c->memo);
	g_hash_table_unref(c->tables);
	g_array_unref(c->asked);
	g_mutex_clear(&c->lock);
	g_hash_table_unref(c->visiting);
	g_hash_table_unref(c->pointees);
	g_free(c);
}

/* ---- making classes ---- */

static LoClass *new_class(LoClasses *c, gpointer key, LoClassId *id)
{
	LoClass *k = g_new0(LoClass, 1);

	k->names = g_ptr_array_new_with_free_func(g_free);
	k->file = "";
	*id = k->base = k->rank = lo_stable_array_add(&c->classes, k);
	g_hash_table_insert(c->by_key, key, GUINT_TO_POINTER(*id + 1));
	return k;
}

static LoClassId known_class(LoClasses *c, gpointer key)
{
	guint id = GPOINTER_TO_UINT(g_hash_table_lookup(c->by_key, key));

	return id ? id - 1 : LO_CLASS_NONE;
}

static char *path_name(LoClasses *c, LoVal v)
{
	const LoValue x = *lo_val(c->vals, v);

	if (x.kind == LO_V_VAR)
		return g_strdup(lo_program_var(c->program, x.a)->name);
	if (x.kind == LO_V_INDEX)
		return path_name(c, x.a);
	g_autofree char *base = path_name(c, x.a);
	const char *field = lo_program_field(c->program, x.b)->name;
	return lo_val(c->vals, x.a)->kind == LO_V_VAR ? g_strdup_printf("(%s).%s", base, field) :
		g_strdup_printf("%s.%s", base, field);
}

static LoLockKind type_kind(LoClasses *c, const char *type)
{
	return lo_model_type(lo_vals_model(c->vals), type + strspn(type, "*[]"));
}

/* The model's names, which hold where no initialisation was read. */
static void add_model_names(LoClasses *c, LoClass *k, const LoFieldInfo *f)
{
	const GArray *list = lo_model_member_classes(lo_vals_model(c->vals), f->record, f->name);

	for (guint i = 0; list && i < list->len; i++) {
		const LoMemberClass *m = &LO_AT(list, LoMemberClass, i);
		lo_class_add_name(k, m->name);
		k->novalidate |= m->novalidate;
	}
}

/* Can one get to the object that the static lock is in by a pointer? */
static gboolean is_given_away(LoClasses *c, LoVal lock)
{
	const LoValue *v = lo_val(c->vals, lock);

	for (; v->kind == LO_V_FIELD || v->kind == LO_V_INDEX; v = lo_val(c->vals, lock))
		lock = v->a;
	return g_hash_table_contains(c->given, GUINT_TO_POINTER(lock));
}

/* An object that one does not know may be a static one, where there are few: that has a name of its own. */
static void add_static_names(LoClasses *c, LoClass *k, const LoLockChain *chain, guint n)
{
	const GArray *statics = g_hash_table_lookup(c->statics, lo_lock_chain_key(chain, n));
	LoLockKind outer = type_kind(c, lo_program_field(c->program, chain->fields[0])->record);

	/* not what is inside each lock */
	if (!statics || statics->len > MAX_STATIC_NAMES || (outer && outer != LO_LOCK_SEQCOUNT))
		return;
	for (guint i = 0; i < statics->len; i++) {
		LoVal lock = LO_AT(statics, LoVal, i);
		const GPtrArray *facts = is_given_away(c, lock) ? g_hash_table_lookup(c->static_names, GUINT_TO_POINTER(lock)) : NULL;
		for (guint j = 0; facts && j < facts->len; j++)
			lo_class_add_names_of(c, k, ((const LoInitFact *)g_ptr_array_index(facts, j))->name, -1);
	}
}

static LoClassId pattern_class(LoClasses *c, const LoLockChain *chain, guint n, const GPtrArray *facts)
{
	const LoValue *index = lo_val(c->vals, chain->index);
	gint64 element = chain->index && lo_names_are_table(c, facts) ? index->k : -1;
	gpointer key = lo_class_key(KEY_MEMBER, GPOINTER_TO_SIZE(lo_lock_chain_key(chain, n)), element + 1);
	const LoFieldInfo *f = lo_program_field(c->program, chain->fields[0]);
	LoClassId id = known_class(c, key);

	if (id != LO_CLASS_NONE)
		return id;
	LoClass *k = new_class(c, key, &id);
	k->kind = type_kind(c, f->type);
	lo_class_add_facts(c, k, facts, element);
	if (k->own_name)
		add_static_names(c, k, chain, n);
	if (!k->names->len)
		add_model_names(c, k, f);
	if (!k->names->len) {
		GString *name = g_string_new(NULL);
		const LoFieldInfo *outer = lo_program_field(c->program, chain->fields[n - 1]);
		g_string_printf(name, "&%s->%s", outer->record, outer->name);
		for (guint i = n - 1; i-- > 0;)
			g_string_append_printf(name, ".%s", lo_program_field(c->program, chain->fields[i])->name);
		lo_class_add_name(k, name->str);
		g_string_free(name, TRUE);
	}
	return id;
}

/* The longest run of members, from the lock outwards, that an initialisation shows. */
static const GPtrArray *find_pattern(LoClasses *c, const LoLockChain *chain, guint *n)
{
	for (*n = chain->n; *n; (*n)--) {
		const GPtrArray *facts = g_hash_table_lookup(c->patterns, lo_lock_chain_key(chain, *n));
		if (facts)
			return facts;
	}
	return NULL;
}

static gboolean is_extended(LoClasses *c, const LoLockChain *chain, guint n)
{
	return g_hash_table_contains(c->extended, lo_lock_chain_key(chain, n));
}

/* Of the static locks set up with a key: one class, which the code that sets them up names. */
static LoClassId shared_key_class(LoClasses *c, const GPtrArray *facts)
{
	for (guint i = 0; facts && i < facts->len; i++) {
		const LoInitFact *f = g_ptr_array_index(facts, i);
		gpointer key = lo_class_key(KEY_INIT, f->key, f->name);
		LoClassId id;
		if (GPOINTER_TO_UINT(g_hash_table_lookup(c->keys, key)) != MANY_LOCKS)
			continue;
		id = known_class(c, key);
		if (id != LO_CLASS_NONE)
			return id;
		LoClass *k = new_class(c, key, &id);
		k->kind = f->lock_kind;
		k->file = lo_program_fn(c->program, f->fn)->file;
		k->line = f->line;
		lo_class_add_names_of(c, k, f->name, -1);
		return id;
	}
	return LO_CLASS_NONE;
}

static LoClassId static_class(LoClasses *c, LoVal lock, const LoLockChain *chain)
{
	LoVal key = lo_class_static_key(c->vals, lock);
	gpointer class = lo_class_key(KEY_STATIC, key, 0);
	LoClassId id = known_class(c, class);
	const LoVar *var = lo_program_var(c->program, lo_val(c->vals, chain->base)->a);

	if (id != LO_CLASS_NONE)
		return id;
	/* set up through a pointer by code that does the same for others */
	guint n;
	const GPtrArray *facts = g_hash_table_lookup(c->static_names, GUINT_TO_POINTER(key));
	id = shared_key_class(c, facts);
	if (id != LO_CLASS_NONE)
		return id;
	const GPtrArray *shared = facts ? NULL : find_pattern(c, chain, &n);
	if (shared)
		return pattern_class(c, chain, n, shared);
	LoClass *k = new_class(c, class, &id);
	k->is_static = TRUE;
	k->file = var->file;
	k->line = var->line;
	k->kind = chain->n ? type_kind(c, lo_program_field(c->program, chain->fields[0])->type) : type_kind(c, var->type);
	lo_class_add_facts(c, k, facts, -1);
	if (!k->names->len) {
		g_autofree char *path = path_name(c, key);
		lo_class_add_name(k, path);
	}
	return id;
}

static void add_class_names(LoClass *k, const LoClass *o)
{
	for (guint i = 0; i < o->names->len; i++)
		lo_class_add_name(k, g_ptr_array_index(o->names, i));
	k->own_name = k->own_name ? k->own_name : lo_class_find_name(k, o->own_name);
	k->kind = k->kind ? k->kind : o->kind;
	k->file = k->line ? k->file : o->file;
	k->line = k->line ? k->line : o->line;
}

static LoClassId find_class(LoClasses *c, LoVal lock, LoLockKind kind);

/* A lock that is of one of several classes, we can't tell which; of one: that. */
static LoClassId union_class(LoClasses *c, const LoClassId *ids, guint n)
{
	gsize hash = n;
	guint m = 0;

	for (guint i = 1; i < n; i++)
		m += ids[i] != ids[0];
	if (!m)
		return ids[0];
	for (guint i = 0; i < n; i++)
		hash = lo_mix(hash, ids[i]);
	gpointer key = lo_class_key(KEY_UNION, hash, n);
	LoClassId id = known_class(c, key);
	if (id != LO_CLASS_NONE)
		return id;
	LoClass *k = new_class(c, key, &id);
	for (guint i = 0; i < n; i++)
		add_class_names(k, lo_class_get(c, ids[i]));
	return id;
}

/* The path is shorter than those that initialise such a lock: all that end so, unless they are many. */
static LoClassId candidates(LoClasses *c, const LoLockChain *chain, guint n)
{
	const GArray *longer = g_hash_table_lookup(c->extended, lo_lock_chain_key(chain, n));
	const GArray *statics = g_hash_table_lookup(c->statics, lo_lock_chain_key(chain, n));
	LoClassId ids[2 * MAX_CANDIDATES];
	guint count = 0;

	if ((longer ? longer->len : 0) > MAX_CANDIDATES || (statics ? statics->len : 0) > MAX_CANDIDATES)
		return LO_CLASS_NONE;
	for (guint i = 0; longer && i < longer->len; i++) {
		const LoLockChain *l = &LO_AT(longer, LoLockChain, i);
		ids[count++] = pattern_class(c, l, l->n, g_hash_table_lookup(c->patterns, lo_lock_chain_key(l, l->n)));
	}
	for (guint i = 0; statics && i < statics->len; i++)
		ids[count++] = find_class(c, LO_AT(statics, LoVal, i), LO_LOCK_UNKNOWN);
	return count ? union_class(c, ids, count) : LO_CLASS_NONE;
}

/* May a caller have a static object there, which is a class of its own? */
static gboolean may_be_static(LoClasses *c, const LoLockChain *chain, gboolean is_initialised)
{
	if (g_hash_table_contains(c->statics, lo_lock_chain_key(chain, chain->n)))
		return TRUE;
	return !is_initialised &&
		g_hash_table_contains(c->static_records, lo_program_field(c->program, chain->fields[chain->n - 1])->record);
}

/* v with the object at `base` replaced by another */
static LoVal rebase(LoVals *vals, LoVal v, LoVal base, LoVal other)
{
	const LoValue x = *lo_val(vals, v);

	if (v == base)
		return other;
	if (x.kind == LO_V_INDEX)
		return lo_val_index(vals, rebase(vals, x.a, base, other), x.k);
	return lo_val_field(vals, rebase(vals, x.a, base, other), x.b);
}

/* FALSE: it is being looked at already. */
static gboolean visit(LoClasses *c, gpointer pointer)
{
	gboolean first = g_hash_table_add(c->visiting, pointer);

	c->cut |= !first;
	return first;
}

/* FALSE: it would be one more than MAX_CANDIDATES. */
static gboolean add_distinct(LoClassId *ids, guint *n, LoClassId id)
{
	for (guint i = 0; i < *n; i++)
		if (ids[i] == id)
			return TRUE;
	if (*n == MAX_CANDIDATES)
		return FALSE;
	ids[(*n)++] = id;
	return TRUE;
}

/* A lock in an object that a member points to: what is known of the objects that are put there. */
static LoClassId pointed_class(LoClasses *c, LoVal lock, const LoLockChain *chain)
{
	gpointer where = lo_pointer_key(c, chain->base);
	const GArray *list = where ? g_hash_table_lookup(c->pointees, where) : NULL;
	LoClassId ids[MAX_CANDIDATES];
	guint n = 0;
	gboolean many = FALSE;

	if (!list || list->len >= MAX_POINTEES || !visit(c, where))
		return LO_CLASS_NONE;
	for (guint i = 0; i < list->len && !many; i++) {
		const LoValue *o = lo_val(c->vals, LO_AT(list, LoVal, i));
		if (o->kind == LO_V_OPAQUE)
			continue;
		LoClassId id = find_class(c, rebase(c->vals, lock, chain->base, LO_AT(list, LoVal, i)), LO_LOCK_UNKNOWN);
		if (id < LO_CLASS_OPEN)
			many = !add_distinct(ids, &n, id);
	}
	g_hash_table_remove(c->visiting, where);
	return n && !many ? union_class(c, ids, n) : LO_CLASS_NONE;
}

static LoClassId member_class(LoClasses *c, LoVal lock, const LoLockChain *chain)
{
	guint n;
	const GPtrArray *facts = find_pattern(c, chain, &n);
	gboolean on_param = lo_val(c->vals, chain->base)->kind == LO_V_PARAM && !chain->cut;

	if (on_param && (is_extended(c, chain, chain->n) || may_be_static(c, chain, facts != NULL)))
		return LO_CLASS_OPEN;
	if (lo_val(c->vals, chain->index)->b && lo_names_are_table(c, facts))
		return LO_CLASS_OPEN;
	LoClassId id = !facts || is_extended(c, chain, chain->n) ? pointed_class(c, lock, chain) : LO_CLASS_NONE;
	if (id != LO_CLASS_NONE)
		return id;
	/* More of the path in a longer one says more than less of it in one that ends there. */
	for (guint m = chain->n; m > n; m--) {
		id = candidates(c, chain, m);
		if (id != LO_CLASS_NONE)
			return id;
	}
	if (facts)
		return pattern_class(c, chain, n, facts);
	return pattern_class(c, chain, chain->n >= 2 && is_extended(c, chain, 1) ? 2 : 1, NULL);
}

static char *pointer_name(LoClasses *c, LoVal addr, LoFieldId slot)
{
	if (slot == LO_NO_ID)
		return path_name(c, addr);
	const LoFieldInfo *f = lo_program_field(c->program, slot);
	return g_strdup_printf("*%s->%s", f->record, f->name);
}

/* A pointer to a lock, loaded from a member or, with no slot, from the variable at addr: the locks
 * whose addresses are stored there. */
static LoClassId pointer_class(LoClasses *c, LoVal addr, LoFieldId slot)
{
	gpointer where = slot == LO_NO_ID ? lo_var_pointees(addr) : lo_slot_pointees(slot);
	const GArray *list = g_hash_table_lookup(c->pointees, where);
	const GPtrArray *facts = g_hash_table_lookup(c->loaded, where);
	gpointer key = slot == LO_NO_ID ? lo_class_key(KEY_POINTER_VAR, addr, 0) : lo_class_key(KEY_POINTER, slot, 0);
	LoClassId id = known_class(c, key), ids[MAX_POINTEES];
	guint n = 0;

	if (id != LO_CLASS_NONE)
		return id;
	/* a pointer may be stored in its own member */
	if (!visit(c, where))
		return LO_CLASS_NONE;
	for (guint i = 0; list && i < list->len; i++) {
		LoClassId one = find_class(c, LO_AT(list, LoVal, i), LO_LOCK_UNKNOWN);
		if (one < LO_CLASS_OPEN)
			ids[n++] = one;
	}
	g_hash_table_remove(c->visiting, where);
	if (n && !facts)
		return union_class(c, ids, n);
	LoClass *k = new_class(c, key, &id);
	lo_class_add_facts(c, k, facts, -1);
	for (guint i = 0; i < n; i++)
		add_class_names(k, lo_class_get(c, ids[i]));
	if (!k->names->len) {
		g_autofree char *name = pointer_name(c, addr, slot);
		lo_class_add_name(k, name);
	}
	return id;
}

static LoClassId pseudo_class(LoClasses *c, LoVal lock)
{
	const char *name = lo_val_get_str(c->vals, lock);
	gpointer key = lo_class_key(KEY_PSEUDO, lock, 0);
	LoClassId id = known_class(c, key);

	if (id != LO_CLASS_NONE)
		return id;
	LoClass *k = new_class(c, key, &id);
	k->kind = LO_LOCK_PSEUDO;
	k->is_static = TRUE;
	lo_class_add_name(k, name);
	return id;
}

static LoClassId sub_class(LoClasses *c, LoVal lock, gint64 n, LoLockKind kind)
{
	LoClassId base = find_class(c, lock, kind), id;

	if (base >= LO_CLASS_OPEN)
		return base;
	gpointer key = lo_class_key(KEY_SUB, base, n);
	id = known_class(c, key);
	if (id != LO_CLASS_NONE)
		return id;
	LoClass *k = new_class(c, key, &id);
	const LoClass *b = lo_class_get(c, base);
	for (guint i = 0; i < b->names->len; i++) {
		g_autofree char *name = g_strdup_printf("%s/%" G_GINT64_FORMAT, (char *)g_ptr_array_index(b->names, i), n);
		lo_class_add_name(k, name);
		if (b->own_name == g_ptr_array_index(b->names, i))
			k->own_name = lo_class_find_name(k, name);
	}
	k->kind = b->kind;
	k->file = b->file;
	k->line = b->line;
	k->is_static = b->is_static;
	k->subclass = n;
	k->base = base;
	return id;
}

/* In a program of its own, locals and objects made by calls are locks too. */
static char *object_name(LoClasses *c, LoVal object)
{
	const LoValue v = *lo_val(c->vals, object);
	const LoFn *fn = lo_program_fn(c->program, v.a);

	if (v.kind == LO_V_LOCAL && fn->ir)
		return g_strdup_printf("%s:%s", fn->name, lo_func_str(fn->ir, LO_AT(fn->ir->locals, LoLocal, v.b).name));
	if (fn->ir && v.b < fn->ir->instrs->len)
		return g_strdup_printf("%s:%u", fn->name, LO_AT(fn->ir->instrs, LoInstr, v.b).line);
	return g_strdup_printf("%s:new", fn->name);
}

/* An object named where it was made. */
static LoClassId object_class(LoClasses *c, LoVal object)
{
	const GPtrArray *facts = g_hash_table_lookup(c->static_names, GUINT_TO_POINTER(object));
	gpointer key = lo_class_key(KEY_OBJECT, object, 0);
	LoClassId id = known_class(c, key);

	if (id != LO_CLASS_NONE || (!facts && !lo_vals_is_user(c->vals)))
		return id;
	LoClass *k = new_class(c, key, &id);
	lo_class_add_facts(c, k, facts, -1);
	if (!k->names->len) {
		g_autofree char *name = object_name(c, object);
		lo_class_add_name(k, name);
	}
	return id;
}

/* Two paths joined: any of the locks that they have. */
static LoClassId either_class(LoClasses *c, LoVal lock, LoLockKind kind)
{
	LoVal locks[8];
	LoClassId ids[8];
	guint n = lo_val_alternatives(c->vals, lock, locks), m = 0;

	for (guint i = 0; i < n; i++) {
		LoClassId id = find_class(c, locks[i], kind);
		if (id == LO_CLASS_OPEN)
			return id;
		if (id != LO_CLASS_NONE)
			ids[m++] = id;
	}
	return m ? union_class(c, ids, m) : LO_CLASS_NONE;
}

static LoClassId resolve(LoClasses *c, LoVal lock, LoLockKind kind)
{
	const LoValue v = *lo_val(c->vals, lock);
	LoLockChain chain;

	switch ((LoValKind)v.kind) {
	case LO_V_PSEUDO: return pseudo_class(c, lock);
	case LO_V_SUB: return v.k == LO_SUB_ANY ? find_class(c, v.a, kind) : sub_class(c, v.a, v.k, kind);
	case LO_V_GATE:
	case LO_V_SUBARG: return LO_CLASS_OPEN;
	case LO_V_PARAM: return LO_CLASS_OPEN;
	case LO_V_LOAD: {
		const LoValue *a = lo_val(c->vals, v.a);
		while (a->kind == LO_V_INDEX)
			a = lo_val(c->vals, a->a);
		if (a->kind == LO_V_FIELD)
			return pointer_class(c, LO_VAL_NONE, a->b);
		if (a->kind == LO_V_VAR)
			return pointer_class(c, lo_class_static_key(c->vals, v.a), LO_NO_ID);
		return v.flags & LO_VF_PARAM ? LO_CLASS_OPEN : LO_CLASS_NONE;
	}
	case LO_V_FIELD:
	case LO_V_INDEX:
	case LO_V_VAR:
		chain = lo_lock_chain_of(c->vals, lock);
		if (lo_val(c->vals, chain.base)->kind == LO_V_VAR)
			return static_class(c, lock, &chain);
		if (chain.n)
			return member_class(c, lock, &chain);
		if (lo_val(c->vals, chain.base)->kind == LO_V_LOAD || lo_val(c->vals, chain.base)->kind == LO_V_OPAQUE ||
		    lo_val(c->vals, chain.base)->kind == LO_V_LOCAL)
			return find_class(c, chain.base, kind);
		return v.flags & LO_VF_PARAM ? LO_CLASS_OPEN : LO_CLASS_NONE;
	case LO_V_NONE:
	case LO_V_CONST:
	case LO_V_STR:
	case LO_V_FN:
	case LO_V_CONT:
	case LO_V_NOT:
	case LO_V_BIN: break;
	case LO_V_LOCAL:
	case LO_V_OPAQUE: return object_class(c, lock);
	case LO_V_EITHER: return either_class(c, lock, kind);
	}
	return LO_CLASS_NONE;
}

/* With kind, which the class gets if it has none. */
static LoClassId known_as(LoClasses *c, guint32 known, LoLockKind kind)
{
	LoClassId id = known - 3;

	if (id < LO_CLASS_OPEN && kind)
		lo_class_note_kind(c, lo_stable_array_get(&c->classes, id), kind);
	return id;
}

/* Nobody else changes the classes meanwhile. */
static LoClassId find_class(LoClasses *c, LoVal lock, LoLockKind kind)
{
	guint32 known = lo_class_memo_get(c->memo, lock);
	gboolean inner = g_hash_table_size(c->visiting) > 0;

	if (known)
		return known_as(c, known, kind);
	c->cut &= inner;
	known = resolve(c, lock, kind) + 3;
	/* an answer for want of what is being looked at: by itself the question may have another */
	if (g_atomic_int_get(&c->shared) && inner && c->cut)
		return known_as(c, known, kind);
	lo_class_memo_note(c->memo, lock, known);
	if (g_atomic_int_get(&c->shared))
		g_array_append_val(c->asked, lock);
	return known_as(c, known, kind);
}

LoClassId lo_class_of(LoClasses *c, LoVal lock, LoLockKind kind)
{
	guint32 known = lo_class_memo_get(c->memo, lock);

	if (known)
		return known_as(c, known, kind);
	g_mutex_lock(&c->lock);
	LoClassId id = find_class(c, lock, kind);
	g_mutex_unlock(&c->lock);
	return id;
}

static void ask_event(LoClasses *c, const LoSummary *sum, const LoEvent *ev)
{
	if (ev->kind == LO_EV_ACQUIRE)
		lo_class_of(c, ev->lock, ev->lock_kind);
	for (guint i = 0; i < ev->n_held; i++)
		lo_class_of(c, LO_AT(sum->helds, LoHeld, ev->first_held + i).lock, LO_LOCK_UNKNOWN);
	for (guint i = 0; i < ev->n_dropped; i++)
		lo_class_of(c, LO_AT(sum->vals, LoVal, ev->first_dropped + i), LO_LOCK_UNKNOWN);
}

void lo_classes_ask_all(LoClasses *c, LoSummary *const *summaries, guint n)
{
	for (LoFnId fn = 0; fn < n && !c->asked_all; fn++)
		for (guint i = 0; summaries[fn] && i < summaries[fn]->events->len; i++)
			ask_event(c, summaries[fn], &LO_AT(summaries[fn]->events, LoEvent, i));
	c->asked_all = TRUE;
}

guint lo_class_choices(LoClasses *c, LoVal lock, LoLockKind kind, LoClassId *out, guint max)
{
	gpointer where = lo_pointer_key(c, lock);
	const GArray *list = where ? g_hash_table_lookup(c->pointees, where) : NULL;
	guint n = 0;

	out[n++] = lo_class_of(c, lock, kind);
	if (out[0] == LO_CLASS_OPEN || (list && list->len >= max))
		return n;
	for (guint i = 0; list && i < list->len; i++) {
		LoClassId id = lo_class_of(c, LO_AT(list, LoVal, i), kind);
		if (id < LO_CLASS_OPEN && id != out[0])
			out[n++] = id;
	}
	return n;
}

guint lo_classes_count(const LoClasses *c)
{
	return c->classes.n;
}

const LoClass *lo_class_get(const LoClasses *c, LoClassId id)
{
	return lo_stable_array_get(&c->classes, id);
}

const char *lo_class_name(const LoClass *k)
{
	if (k->own_name)
		return k->own_name;
	return k->names->len ? g_ptr_array_index(k->names, 0) : "?";
}

char *lo_class_label(const LoClass *k)
{
	return g_strconcat(lo_class_name(k), "\1", k->file, NULL);
}

gboolean lo_class_is_followed(const LoClass *k)
{
	return !k->novalidate && k->kind != LO_LOCK_SEMAPHORE && k->kind != LO_LOCK_BIT && k->kind != LO_LOCK_SRCU &&
		k->kind != LO_LOCK_RCU;
}
