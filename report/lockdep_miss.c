/* Which static orders there are by name, and why one is not there. */
#include "report/lockdep_show.h"

#include <string.h>

#include "report/lookup.h"
#include "report/paths.h"

enum { IS_FROM = 1, IS_TO = 2, IS_CLASS = 4 };

struct LoStaticOrders {
	const LoSolution *sol;
	GHashTable *pairs;	/* "from\nto" */
	GHashTable *names;	/* name -> IS_* */
	LoOrderIndex *index;
};

const char *lo_miss_name(LoMissCause c)
{
	static const char *const names[] = { "found", "unknown", "never_held", "never_under", "indirect", "call" };

	G_STATIC_ASSERT(G_N_ELEMENTS(names) == LO_MISS__N);
	return names[c];
}

const char *lo_miss_text(LoMissCause c)
{
	static const char *const texts[] = {
		"known", "no lock class of that name is known", "nothing is known to be taken under the first",
		"nothing is known to be held when the second is taken", "known through other locks only",
		"both are in orders, but no way leads from the one to the other",
	};

	G_STATIC_ASSERT(G_N_ELEMENTS(texts) == LO_MISS__N);
	return texts[c];
}

static void mark(LoStaticOrders *s, char *name, guint flag)
{
	guint old = GPOINTER_TO_UINT(g_hash_table_lookup(s->names, name));

	g_hash_table_replace(s->names, name, GUINT_TO_POINTER(old | flag));
}

static void mark_class(LoStaticOrders *s, const LoClassRow *c, guint flag)
{
	for (guint i = 0; i < c->names->len; i++)
		mark(s, lo_lock_base_name(g_ptr_array_index(c->names, i)), flag);
}

static char *pair_key(const char *from, const char *to)
{
	return g_strconcat(from, "\n", to, NULL);
}

static void add_pairs(LoStaticOrders *s, const LoClassRow *from, const LoClassRow *to)
{
	for (guint i = 0; i < from->names->len; i++) {
		g_autofree char *f = lo_lock_base_name(g_ptr_array_index(from->names, i));

		for (guint j = 0; j < to->names->len; j++) {
			g_autofree char *t = lo_lock_base_name(g_ptr_array_index(to->names, j));

			g_hash_table_add(s->pairs, pair_key(f, t));
		}
	}
}

static void add_edges(LoStaticOrders *s)
{
	for (guint i = 0; i < s->sol->edges->len; i++) {
		const LoEdgeRow *e = lo_edge_row(s->sol, i), *last = i ? lo_edge_row(s->sol, i - 1) : NULL;

		if (last && last->from == e->from && last->to == e->to)
			continue;
		add_pairs(s, lo_class_row(s->sol, e->from), lo_class_row(s->sol, e->to));
		mark_class(s, lo_class_row(s->sol, e->from), IS_FROM);
		mark_class(s, lo_class_row(s->sol, e->to), IS_TO);
	}
}

LoStaticOrders *lo_static_orders_new(const LoSolution *sol)
{
	LoStaticOrders *s = g_new0(LoStaticOrders, 1);

	s->sol = sol;
	s->pairs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	s->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	s->index = lo_order_index_new(sol);
	for (guint i = 0; i < sol->classes->len; i++)
		mark_class(s, lo_class_row(sol, i), IS_CLASS);
	add_edges(s);
	return s;
}

void lo_static_orders_free(LoStaticOrders *s)
{
	if (!s)
		return;
	g_hash_table_unref(s->pairs);
	g_hash_table_unref(s->names);
	lo_order_index_free(s->index);
	g_free(s);
}

guint lo_static_orders_count(const LoStaticOrders *s)
{
	return g_hash_table_size(s->pairs);
}

gboolean lo_static_orders_knows(const LoStaticOrders *s, const char *name)
{
	return (GPOINTER_TO_UINT(g_hash_table_lookup(s->names, name)) & (IS_FROM | IS_TO)) != 0;
}

static gboolean has_way(const LoStaticOrders *s, const char *from, const char *to)
{
	g_autoptr(GArray) f = lo_lookup_named(s->sol, from), t = lo_lookup_named(s->sol, to);
	g_autoptr(LoPaths) found = f && t ? lo_paths_find(s->index, f, t, 0, 1) : NULL;

	return found && found->paths->len;
}

LoMissCause lo_miss_cause(const LoStaticOrders *s, const char *from, const char *to)
{
	g_autofree char *f = lo_lock_base_name(from), *t = lo_lock_base_name(to), *key = pair_key(f, t);
	guint of_from = GPOINTER_TO_UINT(g_hash_table_lookup(s->names, f));
	guint of_to = GPOINTER_TO_UINT(g_hash_table_lookup(s->names, t));

	if (g_hash_table_contains(s->pairs, key))
		return LO_MISS_NONE;
	if (!of_from || !of_to)
		return LO_MISS_UNKNOWN;
	if (!(of_from & IS_FROM))
		return LO_MISS_FROM;
	if (!(of_to & IS_TO))
		return LO_MISS_TO;
	return has_way(s, f, t) ? LO_MISS_INDIRECT : LO_MISS_CALL;
}
