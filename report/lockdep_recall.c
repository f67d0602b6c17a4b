/* How many of the orders that a kernel saw are among the static ones, and which are not. */
#include "report/lockdep_show.h"

#include <string.h>

#include "common/escape.h"
#include "report/json.h"

typedef struct {
	const LoSeenOrder *order;
	LoMissCause cause;
} Miss;

typedef struct {
	guint first, n;		/* in `misses` */
} Group;

typedef struct {
	guint orders, found, names, known_names, static_pairs;
	guint by_cause[LO_MISS__N];
	GArray *misses;		/* Miss, by name */
	GArray *groups;		/* Group: of one `from`; the most missing first */
	LoStaticOrders *known;
} Recall;

static gint compare_groups(gconstpointer a, gconstpointer b)
{
	const Group *x = a, *y = b;

	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return x->first < y->first ? -1 : x->first > y->first;
}

static void add_miss(Recall *r, const LoSeenOrder *o, LoMissCause cause)
{
	Miss m = { o, cause };
	Group *last = r->groups->len ? &g_array_index(r->groups, Group, r->groups->len - 1) : NULL;

	if (!last || strcmp(g_array_index(r->misses, Miss, last->first).order->from, o->from)) {
		Group g = { r->misses->len, 0 };

		g_array_append_val(r->groups, g);
		last = &g_array_index(r->groups, Group, r->groups->len - 1);
	}
	g_array_append_val(r->misses, m);
	last->n++;
}

static void count_names(Recall *r, const GPtrArray *orders)
{
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTableIter it;
	gpointer name;

	for (guint i = 0; i < orders->len; i++) {
		const LoSeenOrder *o = g_ptr_array_index(orders, i);

		g_hash_table_add(names, o->from);
		g_hash_table_add(names, o->to);
	}
	r->names = g_hash_table_size(names);
	for (g_hash_table_iter_init(&it, names); g_hash_table_iter_next(&it, &name, NULL);)
		r->known_names += lo_static_orders_knows(r->known, name);
}

static void measure(Recall *r, const LoSolution *sol, const GPtrArray *orders)
{
	*r = (Recall){
		.misses = g_array_new(FALSE, FALSE, sizeof(Miss)), .groups = g_array_new(FALSE, FALSE, sizeof(Group)),
		.known = lo_static_orders_new(sol), .orders = orders->len,
	};
	for (guint i = 0; i < orders->len; i++) {
		const LoSeenOrder *o = g_ptr_array_index(orders, i);
		LoMissCause cause = lo_miss_cause(r->known, o->from, o->to);

		r->by_cause[cause]++;
		if (cause != LO_MISS_NONE)
			add_miss(r, o, cause);
	}
	r->found = r->by_cause[LO_MISS_NONE];
	r->static_pairs = lo_static_orders_count(r->known);
	count_names(r, orders);
	g_array_sort(r->groups, compare_groups);
}

static void recall_clear(Recall *r)
{
	g_array_unref(r->misses);
	g_array_unref(r->groups);
	lo_static_orders_free(r->known);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Recall, recall_clear)

static double percent(const Recall *r)
{
	return r->orders ? 100.0 * r->found / r->orders : 100.0;
}

static void put_group(GString *out, const Recall *r, const Group *g)
{
	g_string_append_printf(out, "%u missing under ", g->n);
	lo_escape_append(out, g_array_index(r->misses, Miss, g->first).order->from);
	g_string_append(out, ":\n");
	for (guint i = g->first; i < g->first + g->n; i++) {
		const Miss *m = &g_array_index(r->misses, Miss, i);

		g_string_append_printf(out, "  %-12s ", lo_miss_name(m->cause));
		lo_escape_append(out, m->order->to);
		g_string_append_c(out, '\n');
	}
}

static void put_causes(GString *out, const Recall *r)
{
	for (guint c = LO_MISS_NONE + 1; c < LO_MISS__N; c++)
		if (r->by_cause[c])
			g_string_append_printf(out, "%6u %-12s %s\n", r->by_cause[c], lo_miss_name(c), lo_miss_text(c));
}

void lo_recall_text(const LoSolution *sol, const GPtrArray *orders, guint limit, GString *out)
{
	g_auto(Recall) r = { 0 };
	guint shown;

	measure(&r, sol, orders);
	shown = limit ? MIN(limit, r.groups->len) : r.groups->len;
	g_string_append_printf(out, "edges found %u/%u = %.2f%%; lock classes known %u/%u; static edges %u\n", r.found,
			       r.orders, percent(&r), r.known_names, r.names, r.static_pairs);
	if (r.misses->len)
		g_string_append_printf(out, "\n%u missing, by cause:\n", r.misses->len);
	put_causes(out, &r);
	if (shown)
		g_string_append_c(out, '\n');
	for (guint i = 0; i < shown; i++)
		put_group(out, &r, &g_array_index(r.groups, Group, i));
	if (shown < r.groups->len)
		g_string_append_printf(out, "and under %u more locks (--limit 0 shows them)\n", r.groups->len - shown);
}

static json_t *group_json(const Recall *r, const Group *g)
{
	json_t *array = json_array();

	for (guint i = g->first; i < g->first + g->n; i++) {
		const Miss *m = &g_array_index(r->misses, Miss, i);

		json_array_append_new(array, json_pack("{s:o, s:s}", "to", lo_json_string(m->order->to), "cause",
						       lo_miss_name(m->cause)));
	}
	return json_pack("{s:o, s:o}", "from", lo_json_string(g_array_index(r->misses, Miss, g->first).order->from),
			 "edges", array);
}

void lo_recall_json(const LoSolution *sol, const GPtrArray *orders, GString *out)
{
	g_auto(Recall) r = { 0 };
	g_autoptr(json_t) root = NULL;
	json_t *causes = json_object(), *missing = json_array();

	measure(&r, sol, orders);
	for (guint c = LO_MISS_NONE + 1; c < LO_MISS__N; c++)
		json_object_set_new(causes, lo_miss_name(c), json_integer(r.by_cause[c]));
	for (guint i = 0; i < r.groups->len; i++)
		json_array_append_new(missing, group_json(&r, &g_array_index(r.groups, Group, i)));
	root = json_pack("{s:i, s:i, s:i, s:f, s:i, s:i, s:i, s:o, s:o}", "version", LO_JSON_VERSION, "seen_edges",
			 (int)r.orders, "found_edges", (int)r.found, "percent", percent(&r), "seen_classes", (int)r.names,
			 "known_classes", (int)r.known_names, "static_edges", (int)r.static_pairs, "causes", causes,
			 "missing", missing);
	lo_json_append(out, root);
}
