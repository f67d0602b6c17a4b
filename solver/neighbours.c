#include "solver/neighbours.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Costs add up where likelihoods multiply: 10 each time that one falls to 1/e. */
#define MAX_COST 9		/* a report of 40 % */
#define SLACK 3			/* how much dearer than the cheapest a way may be */
#define MAX_CLASSES 24		/* for one edge */
#define MAX_EDGES 400		/* looked at: beyond, the change is one of everything */
#define FAR G_MAXUINT8

typedef struct {
	guint32 from, to;
	guint8 cost;
} Edge;

typedef struct {
	GHashTable *ids;	/* name -> id + 1 */
	GPtrArray *names;	/* const char * */
	GArray *edges;		/* Edge, one for each pair: its cheapest */
	guint32 *first, *out;	/* edges by from */
	guint32 *in_first, *in;	/* by to */
} Graph;

static guint8 cost_of(guint confidence)
{
	return (guint8)CLAMP(-10 * log(MAX(confidence, 1) / 100.0) + 0.5, 1, MAX_COST + 1);
}

static guint32 id_of(Graph *g, const char *name)
{
	guint id = GPOINTER_TO_UINT(g_hash_table_lookup(g->ids, name));

	if (id)
		return id - 1;
	g_ptr_array_add(g->names, (gpointer)name);
	g_hash_table_insert(g->ids, (gpointer)name, GUINT_TO_POINTER(g->names->len));
	return g->names->len - 1;
}

static int compare_edges(const void *a, const void *b)
{
	const Edge *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return x->cost - y->cost;
}

static void add_edge(Graph *g, guint32 from, guint32 to, guint8 cost)
{
	Edge e = { from, to, cost };

	if (from != to && cost <= MAX_COST)
		g_array_append_val(g->edges, e);
}

/* Names of two classes may be the same: they are then one here. */
static void collect_edges(Graph *g, const LoOrders *orders, const GArray *through)
{
	g_autofree guint32 *ids = g_new(guint32, orders->names->len + 1);

	for (guint i = 0; i < orders->names->len; i++)
		ids[i] = id_of(g, g_ptr_array_index(orders->names, i));
	for (guint i = 0; i < orders->orders->len; i++) {
		const LoOrder *o = &g_array_index(orders->orders, LoOrder, i);
		add_edge(g, ids[o->from], ids[o->to], cost_of(o->confidence));
	}
	for (guint i = 0; i < through->len; i++) {
		const LoNamedEdge *t = &g_array_index(through, LoNamedEdge, i);
		add_edge(g, id_of(g, t->from), id_of(g, t->to), cost_of(t->confidence));
	}
}

static void keep_cheapest(Graph *g)
{
	Edge *all = (Edge *)(gpointer)g->edges->data;
	guint n = 0;

	g_array_sort(g->edges, compare_edges);
	for (guint i = 0; i < g->edges->len; i++)
		if (!n || all[n - 1].from != all[i].from || all[n - 1].to != all[i].to)
			all[n++] = all[i];
	g_array_set_size(g->edges, n);
}

static void index_edges(Graph *g, gboolean by_end, guint32 **first, guint32 **list)
{
	guint32 n = g->names->len;

	*first = g_new0(guint32, n + 2);
	*list = g_new(guint32, g->edges->len + 1);
	for (guint i = 0; i < g->edges->len; i++) {
		const Edge *e = &g_array_index(g->edges, Edge, i);
		(*first)[(by_end ? e->to : e->from) + 2]++;
	}
	for (guint32 i = 2; i < n + 2; i++)
		(*first)[i] += (*first)[i - 1];
	for (guint i = 0; i < g->edges->len; i++) {
		const Edge *e = &g_array_index(g->edges, Edge, i);
		(*list)[(*first)[(by_end ? e->to : e->from) + 1]++] = i;
	}
}

/* Costs from `start` along the edges, or against them. */
static void measure(const Graph *g, guint32 start, gboolean back, guint8 *dist)
{
	GArray *buckets[MAX_COST + 1];

	memset(dist, FAR, g->names->len);
	for (guint d = 0; d <= MAX_COST; d++)
		buckets[d] = g_array_new(FALSE, FALSE, sizeof(guint32));
	dist[start] = 0;
	g_array_append_val(buckets[0], start);
	for (guint d = 0; d <= MAX_COST; d++) {
		for (guint i = 0; i < buckets[d]->len; i++) {
			guint32 at = g_array_index(buckets[d], guint32, i);
			const guint32 *first = back ? g->in_first : g->first, *list = back ? g->in : g->out;
			for (guint32 k = first[at]; dist[at] == d && k < first[at + 1]; k++) {
				const Edge *e = &g_array_index(g->edges, Edge, list[k]);
				guint32 next = back ? e->from : e->to;
				guint cost = d + e->cost;
				if (cost > MAX_COST || dist[next] <= cost)
					continue;
				dist[next] = (guint8)cost;
				g_array_append_val(buckets[cost], next);
			}
		}
		g_array_unref(buckets[d]);
	}
}

static void add_label(GHashTable *labels, const char *name)
{
	if (!g_hash_table_contains(labels, name))
		g_hash_table_add(labels, g_strdup(name));
}

static void add_around(const Graph *g, guint32 from, guint32 to, guint8 own, GHashTable *labels)
{
	g_autofree guint8 *ahead = g_new(guint8, g->names->len + 1), *behind = g_new(guint8, g->names->len + 1);
	guint added = 0;

	measure(g, to, FALSE, ahead);
	if (from != to && (ahead[from] == FAR || ahead[from] + own > MAX_COST))
		return;
	add_label(labels, g_ptr_array_index(g->names, from));
	add_label(labels, g_ptr_array_index(g->names, to));
	measure(g, from, TRUE, behind);
	for (guint cost = ahead[from]; cost <= (guint)ahead[from] + SLACK; cost++)
		for (guint32 i = 0; i < g->names->len && added < MAX_CLASSES; i++) {
			if (ahead[i] == FAR || behind[i] == FAR || (guint)ahead[i] + behind[i] != cost)
				continue;
			add_label(labels, g_ptr_array_index(g->names, i));
			added++;
		}
}

static void graph_clear(Graph *g)
{
	g_hash_table_unref(g->ids);
	g_ptr_array_unref(g->names);
	g_array_unref(g->edges);
	g_free(g->first);
	g_free(g->out);
	g_free(g->in_first);
	g_free(g->in);
}

/* ---- reports ---- */

static gpointer pair_key(guint32 from, guint32 to)
{
	return GSIZE_TO_POINTER((gsize)from << 32 | to);
}

/* The pairs of names that the edges join, as first positions of these: several classes may have the same name. */
static GHashTable *pairs_of(GHashTable *firsts, const GArray *edges)
{
	GHashTable *pairs = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < edges->len; i++) {
		const LoNamedEdge *e = &g_array_index(edges, LoNamedEdge, i);
		guint from = GPOINTER_TO_UINT(g_hash_table_lookup(firsts, e->from));
		guint to = GPOINTER_TO_UINT(g_hash_table_lookup(firsts, e->to));
		if (from && to)
			g_hash_table_add(pairs, pair_key(from - 1, to - 1));
	}
	return pairs;
}

static guint32 first_of(const LoOrders *orders, GHashTable *firsts, const LoOnCycle *c)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(firsts, g_ptr_array_index(orders->names, c->cls))) - 1;
}

/* Has the report, all->data[first] to [end], one of the edges? */
static gboolean has_pair(const LoOrders *orders, GHashTable *firsts, guint first, guint end, GHashTable *pairs)
{
	const LoOnCycle *all = (const LoOnCycle *)(gconstpointer)orders->cycles->data;

	for (guint i = first; i < end; i++) {
		guint next = i + 1 < end ? i + 1 : first;
		if (g_hash_table_contains(pairs, pair_key(first_of(orders, firsts, &all[i]), first_of(orders, firsts, &all[next]))))
			return TRUE;
	}
	return FALSE;
}

void lo_neighbours_add_reported(const LoOrders *orders, const GArray *edges, GHashTable *labels)
{
	g_autoptr(GHashTable) firsts = g_hash_table_new(g_str_hash, g_str_equal);	/* name -> first position + 1 */
	const LoOnCycle *all = (const LoOnCycle *)(gconstpointer)orders->cycles->data;
	guint end;

	for (guint i = orders->names->len; i-- > 0;)
		g_hash_table_insert(firsts, g_ptr_array_index(orders->names, i), GUINT_TO_POINTER(i + 1));
	g_autoptr(GHashTable) pairs = pairs_of(firsts, edges);
	for (guint first = 0; first < orders->cycles->len; first = end) {
		for (end = first; end < orders->cycles->len && all[end].report == all[first].report; end++)
			;
		for (guint i = first; has_pair(orders, firsts, first, end, pairs) && i < end; i++)
			add_label(labels, g_ptr_array_index(orders->names, all[i].cls));
	}
}

void lo_neighbours_add(const LoOrders *orders, const GArray *through, GHashTable *labels)
{
	Graph g = { .ids = g_hash_table_new(g_str_hash, g_str_equal), .names = g_ptr_array_new(),
		    .edges = g_array_new(FALSE, FALSE, sizeof(Edge)) };

	collect_edges(&g, orders, through);
	keep_cheapest(&g);
	index_edges(&g, FALSE, &g.first, &g.out);
	index_edges(&g, TRUE, &g.in_first, &g.in);
	for (guint i = 0; i < through->len && i < MAX_EDGES; i++) {
		const LoNamedEdge *e = &g_array_index(through, LoNamedEdge, i);
		add_around(&g, id_of(&g, e->from), id_of(&g, e->to), cost_of(e->confidence), labels);
	}
	graph_clear(&g);
}
