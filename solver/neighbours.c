#include "solver/neighbours.h"

#include <stdlib.h>
#include <string.h>

#define MAX_COST 12
#define SLACK 1			/* how much dearer than the cheapest a way may be */
#define MAX_CLASSES 48		/* for one edge */
#define MAX_EDGES 400		/* looked at: beyond, the change is one of everything */
#define FAR G_MAXUINT8

typedef struct {
	const LoOrders *orders;
	GHashTable *ids;	/* name -> id + 1 */
	GPtrArray *names;	/* const char * */
	GArray *edges;		/* LoOrder, one for each pair: its cheapest */
	guint32 *first, *out;	/* edges by from */
	guint32 *in_first, *in;	/* by to */
} Graph;

static guint32 id_of(Graph *g, const char *name)
{
	guint id = GPOINTER_TO_UINT(g_hash_table_lookup(g->ids, name));

	if (id)
		return id - 1;
	g_ptr_array_add(g->names, (gpointer)name);
	g_hash_table_insert(g->ids, (gpointer)name, GUINT_TO_POINTER(g->names->len));
	return g->names->len - 1;
}

static int compare_orders(const void *a, const void *b)
{
	const LoOrder *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return x->hops - y->hops;
}

static gpointer pair_key(guint32 from, guint32 to)
{
	return GSIZE_TO_POINTER((gsize)from << 32 | to);
}

static GHashTable *pairs_of(Graph *g, const GArray *list)
{
	GHashTable *set = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < list->len; i++) {
		const LoNamedEdge *e = &g_array_index(list, LoNamedEdge, i);
		g_hash_table_add(set, pair_key(id_of(g, e->from), id_of(g, e->to)));
	}
	return set;
}

/* Names of two classes may be the same: they are then one here. */
static void collect_edges(Graph *g, const GArray *through, const GArray *without)
{
	g_autoptr(GHashTable) gone = pairs_of(g, without);

	for (guint i = 0; i < g->orders->orders->len; i++) {
		const LoOrder *o = &g_array_index(g->orders->orders, LoOrder, i);
		LoOrder e = { id_of(g, g_ptr_array_index(g->orders->names, o->from)),
			      id_of(g, g_ptr_array_index(g->orders->names, o->to)), o->hops };
		if (e.from != e.to && !g_hash_table_contains(gone, pair_key(e.from, e.to)))
			g_array_append_val(g->edges, e);
	}
	for (guint i = 0; i < through->len; i++) {
		const LoNamedEdge *t = &g_array_index(through, LoNamedEdge, i);
		LoOrder e = { id_of(g, t->from), id_of(g, t->to), 0 };
		g_array_append_val(g->edges, e);
	}
}

static void keep_cheapest(Graph *g)
{
	LoOrder *all = (LoOrder *)(gpointer)g->edges->data;
	guint n = 0;

	qsort(all, g->edges->len, sizeof(LoOrder), compare_orders);
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
		const LoOrder *e = &g_array_index(g->edges, LoOrder, i);
		(*first)[(by_end ? e->to : e->from) + 2]++;
	}
	for (guint32 i = 2; i < n + 2; i++)
		(*first)[i] += (*first)[i - 1];
	for (guint i = 0; i < g->edges->len; i++) {
		const LoOrder *e = &g_array_index(g->edges, LoOrder, i);
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
				const LoOrder *e = &g_array_index(g->edges, LoOrder, list[k]);
				guint32 next = back ? e->from : e->to;
				guint cost = d + 1 + e->hops;
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

static void add_around(const Graph *g, guint32 from, guint32 to, GHashTable *labels)
{
	g_autofree guint8 *ahead = g_new(guint8, g->names->len + 1), *behind = g_new(guint8, g->names->len + 1);
	guint added = 0;

	measure(g, to, FALSE, ahead);
	if (from != to && ahead[from] == FAR)
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

void lo_neighbours_add(const LoOrders *orders, const GArray *through, const GArray *without, GHashTable *labels)
{
	Graph g = { .orders = orders, .ids = g_hash_table_new(g_str_hash, g_str_equal), .names = g_ptr_array_new(),
		    .edges = g_array_new(FALSE, FALSE, sizeof(LoOrder)) };

	collect_edges(&g, through, without);
	keep_cheapest(&g);
	index_edges(&g, FALSE, &g.first, &g.out);
	index_edges(&g, TRUE, &g.in_first, &g.in);
	for (guint i = 0; i < through->len && i < MAX_EDGES; i++) {
		const LoNamedEdge *e = &g_array_index(through, LoNamedEdge, i);
		add_around(&g, id_of(&g, e->from), id_of(&g, e->to), labels);
	}
	graph_clear(&g);
}
