#include "callgraph/parts.h"

#include <string.h>

#define NOWHERE G_MAXUINT

typedef struct {
	const char *source;
	GHashTable *defines, *uses;	/* external names; those of functions end in "()" */
	gboolean has_main;
	gboolean taken;			/* by some part */
} Unit;

typedef struct {
	GPtrArray *sources;	/* char *, sorted */
	GArray *units;		/* Unit, parallel */
	GHashTable *definers;	/* name -> GArray of guint */
	GPtrArray *parts;	/* the result */
	GPtrArray *members;	/* per part: GHashTable, unit + 1 -> 1, or 2 for a module that is loaded */
} Linker;

static void unit_clear(gpointer data)
{
	g_hash_table_unref(((Unit *)data)->defines);
	g_hash_table_unref(((Unit *)data)->uses);
}

static void linker_clear(Linker *l)
{
	g_clear_pointer(&l->units, g_array_unref);
	g_clear_pointer(&l->sources, g_ptr_array_unref);
	g_clear_pointer(&l->definers, g_hash_table_unref);
	g_clear_pointer(&l->members, g_ptr_array_unref);
	g_clear_pointer(&l->parts, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Linker, linker_clear)

static Unit *unit_at(const Linker *l, guint i)
{
	return &g_array_index(l->units, Unit, i);
}

/* ---- what each unit defines and uses ---- */

static void add_name(GHashTable *set, const char *name, gboolean function)
{
	g_hash_table_add(set, g_strconcat(name, function ? "()" : "", NULL));
}

typedef struct {
	Unit *unit;
	gboolean variables;
} Reading;

static gboolean note_body(LoStoredFunc *stored, gpointer data, GError **error)
{
	const LoFunc *f = stored->func;
	const Reading *in = data;
	Unit *u = in->unit;

	(void)error;
	/* an inline function of a header is nobody's definition */
	if (!*lo_func_str(f, f->scope) && !(f->flags & LO_FUNC_HEADER))
		add_name(u->defines, lo_func_str(f, f->name), !in->variables);
	for (guint i = 0; i < f->terms->len; i++) {
		const LoTerm *t = &LO_AT(f->terms, LoTerm, i);
		const LoSym *s = t->kind == LO_TERM_FUNC || t->kind == LO_TERM_GLOBAL ? &LO_AT(f->syms, LoSym, t->a) : NULL;
		if (s && !*lo_func_str(f, s->scope))
			add_name(u->uses, lo_func_str(f, s->name), t->kind == LO_TERM_FUNC);
	}
	return TRUE;
}

static gboolean read_unit(Linker *l, LoStore *store, const char *source, GError **error)
{
	Unit u = { .source = source, .defines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		   .uses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
	Reading functions = { &u, FALSE }, variables = { &u, TRUE };
	gboolean ok = lo_store_unit_bodies(store, source, FALSE, note_body, &functions, error) &&
		      lo_store_unit_bodies(store, source, TRUE, note_body, &variables, error);

	u.has_main = g_hash_table_contains(u.defines, "main()");
	g_array_append_val(l->units, u);
	return ok;
}

static void index_unit(Linker *l, guint unit)
{
	GHashTableIter it;
	gpointer name;

	g_hash_table_iter_init(&it, unit_at(l, unit)->defines);
	while (g_hash_table_iter_next(&it, &name, NULL)) {
		GArray *list = g_hash_table_lookup(l->definers, name);
		if (!list) {
			list = g_array_new(FALSE, FALSE, sizeof(guint));
			g_hash_table_insert(l->definers, name, list);
		}
		g_array_append_val(list, unit);
	}
}

static gboolean read_units(Linker *l, LoStore *store, GError **error)
{
	l->units = g_array_new(FALSE, FALSE, sizeof(Unit));
	g_array_set_clear_func(l->units, unit_clear);
	l->definers = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
	for (guint i = 0; i < l->sources->len; i++)
		if (!read_unit(l, store, g_ptr_array_index(l->sources, i), error))
			return FALSE;
	for (guint i = 0; i < l->units->len; i++)
		index_unit(l, i);
	return TRUE;
}

/* ---- linking ---- */

static guint common_prefix(const char *a, const char *b)
{
	guint n = 0;

	while (a[n] && a[n] == b[n])
		n++;
	return n;
}

/* Who defines a name that `user` uses: the unit nearest by path, but no other program's main unit. */
static guint find_definer(const Linker *l, guint user, const char *name)
{
	const GArray *list = g_hash_table_lookup(l->definers, name);
	guint best = NOWHERE, nearest = 0;

	for (guint i = 0; list && i < list->len; i++) {
		guint unit = g_array_index(list, guint, i);
		guint near = common_prefix(unit_at(l, unit)->source, unit_at(l, user)->source);
		if (unit == user)
			return NOWHERE;
		if (!unit_at(l, unit)->has_main && (best == NOWHERE || near > nearest)) {
			best = unit;
			nearest = near;
		}
	}
	return best;
}

static gboolean is_defined_in(const Linker *l, GHashTable *part, const char *name, gboolean modules)
{
	const GArray *list = g_hash_table_lookup(l->definers, name);

	for (guint i = 0; list && i < list->len; i++) {
		guint how = GPOINTER_TO_UINT(g_hash_table_lookup(part, GUINT_TO_POINTER(g_array_index(list, guint, i) + 1)));
		if (how == 1 || (how && modules))
			return TRUE;
	}
	return FALSE;
}

static void take_unit(Linker *l, GHashTable *part, GPtrArray *sources, GArray *todo, guint unit)
{
	g_hash_table_insert(part, GUINT_TO_POINTER(unit + 1), GUINT_TO_POINTER(todo ? 1 : 2));
	g_ptr_array_add(sources, g_strdup(unit_at(l, unit)->source));
	if (todo)
		g_array_append_val(todo, unit);
	unit_at(l, unit)->taken = TRUE;
}

static GPtrArray *sorted_names(GHashTable *set)
{
	g_autoptr(GList) keys = g_list_sort(g_hash_table_get_keys(set), (GCompareFunc)strcmp);
	GPtrArray *out = g_ptr_array_new();

	for (GList *k = keys; k; k = k->next)
		g_ptr_array_add(out, k->data);
	return out;
}

/* The unit with what it uses, and what that uses. */
static void link_part(Linker *l, guint first)
{
	GHashTable *part = g_hash_table_new(NULL, NULL);
	GPtrArray *sources = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) todo = g_array_new(FALSE, FALSE, sizeof(guint));

	take_unit(l, part, sources, todo, first);
	for (guint i = 0; i < todo->len; i++) {
		guint unit = g_array_index(todo, guint, i);
		g_autoptr(GPtrArray) names = sorted_names(unit_at(l, unit)->uses);
		for (guint k = 0; k < names->len; k++) {
			const char *name = g_ptr_array_index(names, k);
			guint other = is_defined_in(l, part, name, TRUE) ? NOWHERE : find_definer(l, unit, name);
			if (other != NOWHERE)
				take_unit(l, part, sources, todo, other);
		}
	}
	g_ptr_array_add(l->parts, sources);
	g_ptr_array_add(l->members, part);
}

/* ---- what no program uses ---- */

/* By a unit that is more than its main(): a program of one file has no modules. */
static gboolean is_offered(const Linker *l, GHashTable *part, const char *name)
{
	const GArray *list = g_hash_table_lookup(l->definers, name);

	for (guint i = 0; list && i < list->len; i++) {
		guint unit = g_array_index(list, guint, i);
		if (!unit_at(l, unit)->has_main && g_hash_table_contains(part, GUINT_TO_POINTER(unit + 1)))
			return TRUE;
	}
	return FALSE;
}

static guint count_uses(const Linker *l, GHashTable *part, guint unit)
{
	GHashTableIter it;
	gpointer name;
	guint n = 0;

	g_hash_table_iter_init(&it, unit_at(l, unit)->uses);
	while (g_hash_table_iter_next(&it, &name, NULL))
		n += is_offered(l, part, name) && !g_hash_table_contains(unit_at(l, unit)->defines, name);
	return n;
}

/* Modules may have names in common: each is asked for its own. */
static gboolean defines_none_of(const Linker *l, GHashTable *part, guint unit)
{
	GHashTableIter it;
	gpointer name;

	g_hash_table_iter_init(&it, unit_at(l, unit)->defines);
	while (g_hash_table_iter_next(&it, &name, NULL))
		if (is_defined_in(l, part, name, FALSE))
			return FALSE;
	return TRUE;
}

/* The program of whose names the unit uses most. */
static guint find_host(const Linker *l, guint unit)
{
	guint best = NOWHERE, most = 0;

	for (guint i = 0; i < l->parts->len; i++) {
		guint n = count_uses(l, g_ptr_array_index(l->members, i), unit);
		if (n > most && defines_none_of(l, g_ptr_array_index(l->members, i), unit)) {
			best = i;
			most = n;
		}
	}
	return best;
}

/* Modules that use other modules come after these. */
static gboolean attach_some(Linker *l)
{
	gboolean any = FALSE;

	for (guint i = 0; i < l->units->len; i++) {
		guint host = unit_at(l, i)->taken ? NOWHERE : find_host(l, i);
		if (host == NOWHERE)
			continue;
		take_unit(l, g_ptr_array_index(l->members, host), g_ptr_array_index(l->parts, host), NULL, i);
		any = TRUE;
	}
	return any;
}

static guint find_root(guint *leader, guint i)
{
	while (leader[i] != i)
		i = leader[i] = leader[leader[i]];
	return i;
}

static void join_with_definers(const Linker *l, guint *leader, guint unit)
{
	GHashTableIter it;
	gpointer name;

	g_hash_table_iter_init(&it, unit_at(l, unit)->uses);
	while (g_hash_table_iter_next(&it, &name, NULL)) {
		guint other = find_definer(l, unit, name);
		if (other == NOWHERE || unit_at(l, other)->taken)
			continue;
		guint a = find_root(leader, unit), b = find_root(leader, other);
		leader[MAX(a, b)] = MIN(a, b);
	}
}

/* Units that use each other, directly or not. */
static void link_libraries(Linker *l)
{
	g_autofree guint *leader = g_new(guint, l->units->len + 1);
	g_autofree GPtrArray **part_of = g_new0(GPtrArray *, l->units->len + 1);

	for (guint i = 0; i < l->units->len; i++)
		leader[i] = i;
	for (guint i = 0; i < l->units->len; i++)
		if (!unit_at(l, i)->taken)
			join_with_definers(l, leader, i);
	for (guint i = 0; i < l->units->len; i++) {
		guint root = find_root(leader, i);
		if (unit_at(l, i)->taken)
			continue;
		if (!part_of[root]) {
			part_of[root] = g_ptr_array_new_with_free_func(g_free);
			g_ptr_array_add(l->parts, part_of[root]);
		}
		g_ptr_array_add(part_of[root], g_strdup(unit_at(l, i)->source));
	}
}

static gboolean count_body(LoStoredFunc *stored, gpointer data, GError **error)
{
	(void)stored;
	(void)error;
	++*(guint *)data;
	return TRUE;
}

/* Several main()s, and none of what a kernel is booted with? */
static gboolean has_programs(LoStore *store, gboolean *out, GError **error)
{
	guint mains = 0, prints = 0;

	if (!lo_store_find_func(store, "main", "", count_body, &mains, error) ||
	    !lo_store_find_func(store, "printk", "", count_body, &prints, error) ||
	    !lo_store_find_func(store, "_printk", "", count_body, &prints, error))
		return FALSE;
	*out = mains > 1 && !prints;
	return TRUE;
}

GPtrArray *lo_parts_find(LoStore *store, GError **error)
{
	g_auto(Linker) l = { .parts = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref),
			     .members = g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_unref) };
	gboolean several;

	if (!has_programs(store, &several, error))
		return NULL;
	if (!several)
		return g_steal_pointer(&l.parts);
	l.sources = lo_store_sources(store, error);
	if (!l.sources || !read_units(&l, store, error))
		return NULL;
	for (guint i = 0; i < l.units->len; i++)
		if (unit_at(&l, i)->has_main)
			link_part(&l, i);
	while (attach_some(&l))
		;
	link_libraries(&l);
	return g_steal_pointer(&l.parts);
}
