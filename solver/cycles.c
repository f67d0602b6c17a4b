#include "solver/cycles.h"

#include "callgraph/scc.h"

#include <stdlib.h>

#define NO_EDGE G_MAXUINT32

/* Nodes of the search are (class, was it reached by a recursive reader). */
typedef struct {
	const LoCycleEdge *edges;
	guint32 n_edges, n_nodes;
	guint32 *first;		/* n_nodes + 1: in `out`, edges by from */
	guint32 *out;
	guint32 *dist, *stamp, *via;	/* per search node; valid where stamp is the present search's */
	guint32 now, start;
	GArray **buckets;	/* by distance */
	guint max_cost;
	const LoScc *scc;
} Search;

/* Those that leave their component are on no cycle. */
static void index_edges(Search *s)
{
	const guint32 *comp = s->scc->comp_of;

	s->first = g_new0(guint32, s->n_nodes + 2);
	s->out = g_new(guint32, s->n_edges + 1);
	for (guint32 i = 0; i < s->n_edges; i++)
		s->first[s->edges[i].from + 2] += comp[s->edges[i].from] == comp[s->edges[i].to];
	for (guint32 i = 2; i < s->n_nodes + 2; i++)
		s->first[i] += s->first[i - 1];
	for (guint32 i = 0; i < s->n_edges; i++)
		if (comp[s->edges[i].from] == comp[s->edges[i].to])
			s->out[s->first[s->edges[i].from + 1]++] = i;
}

static void relax(Search *s, guint32 node, guint32 dist, guint32 via)
{
	if (dist > s->max_cost || (s->stamp[node] == s->now && s->dist[node] <= dist))
		return;
	s->stamp[node] = s->now;
	s->dist[node] = dist;
	s->via[node] = via;
	g_array_append_val(s->buckets[dist], node);
}

static gboolean is_left_out(const LoCycleEdge *e)
{
	return e->from == e->to || e->before;
}

static gboolean weak(const LoCycleEdge *e, gboolean after_recursive)
{
	return after_recursive && e->from_shared;
}

static void expand(Search *s, guint32 node, guint32 dist)
{
	guint32 cls = node / 2;

	for (guint32 i = s->first[cls]; i < s->first[cls + 1]; i++) {
		const LoCycleEdge *e = &s->edges[s->out[i]];
		if (weak(e, node & 1) || is_left_out(e) || s->scc->comp_of[e->to] != s->scc->comp_of[cls])
			continue;
		relax(s, e->to * 2 + e->to_recursive, dist + e->cost, s->out[i]);
	}
}

/* The cheapest strong ways from one class to all others of its component. */
static void search_from(Search *s, guint32 start_node)
{
	s->now++;
	s->start = start_node;
	relax(s, start_node, 0, NO_EDGE);
	for (guint32 d = 0; d <= s->max_cost; d++) {
		for (guint i = 0; i < s->buckets[d]->len; i++) {
			guint32 node = g_array_index(s->buckets[d], guint32, i);
			if (s->dist[node] == d)
				expand(s, node, d);
		}
		g_array_set_size(s->buckets[d], 0);
	}
}

static gboolean reached(const Search *s, guint32 node)
{
	return s->stamp[node] == s->now;
}

/* The search node, one step before `node`, that its way came from. */
static guint32 previous(const Search *s, guint32 node)
{
	const LoCycleEdge *v = &s->edges[s->via[node]];
	guint32 plain = v->from * 2;

	return reached(s, plain) && s->dist[plain] + v->cost == s->dist[node] ? plain : plain + 1;
}

/* Edge e, which ends where the search began, closes a cycle: its edges in order, or NULL. */
static GArray *close_cycle(Search *s, guint32 e)
{
	const LoCycleEdge *edge = &s->edges[e];
	guint32 plain = edge->from * 2, rec = plain + 1, end;
	gboolean by_rec = reached(s, rec) && !weak(edge, TRUE);

	if (!reached(s, plain) && !by_rec)
		return NULL;
	end = reached(s, plain) && (!by_rec || s->dist[plain] <= s->dist[rec]) ? plain : rec;
	GArray *path = g_array_new(FALSE, FALSE, sizeof(guint32));
	for (guint32 n = end; n != s->start && path->len < 64; n = previous(s, n))
		g_array_append_val(path, s->via[n]);
	g_array_append_val(path, e);
	for (guint i = 0; i < path->len / 2; i++) {
		guint32 *a = &g_array_index(path, guint32, i), *b = &g_array_index(path, guint32, path->len - 1 - i), t = *a;
		*a = *b;
		*b = t;
	}
	return path;
}

/* The set of classes on the cycle, as text. */
static char *cycle_key(const Search *s, const GArray *cycle)
{
	g_autofree guint32 *ids = g_new(guint32, cycle->len);
	GString *key = g_string_new(NULL);

	for (guint i = 0; i < cycle->len; i++)
		ids[i] = s->edges[g_array_index(cycle, guint32, i)].from;
	qsort(ids, cycle->len, sizeof(guint32), lo_compare_ids);
	for (guint i = 0; i < cycle->len; i++)
		g_string_append_printf(key, "%u,", ids[i]);
	return g_string_free(key, FALSE);
}

static gboolean has_repeats(const Search *s, const GArray *cycle)
{
	for (guint i = 0; i < cycle->len; i++)
		for (guint k = 0; k < i; k++)
			if (s->edges[g_array_index(cycle, guint32, i)].from == s->edges[g_array_index(cycle, guint32, k)].from)
				return TRUE;
	return FALSE;
}

static LoScc *components(const LoCycleEdge *edges, guint32 n_edges, guint32 n_nodes)
{
	g_autoptr(GArray) pairs = g_array_sized_new(FALSE, FALSE, sizeof(LoPair), n_edges);

	for (guint32 i = 0; i < n_edges; i++) {
		LoPair p = { edges[i].from, edges[i].to };
		if (!edges[i].before)
			g_array_append_val(pairs, p);
	}
	g_autoptr(LoGraph) g = lo_graph_new(n_nodes, pairs);
	return lo_scc_new(g);
}

/* A search of its own on a graph that is lent. */
static void search_init(Search *s, const Search *graph)
{
	*s = *graph;
	s->now = 0;
	s->dist = g_new0(guint32, 2 * (gsize)s->n_nodes + 2);
	s->stamp = g_new0(guint32, 2 * (gsize)s->n_nodes + 2);
	s->via = g_new0(guint32, 2 * (gsize)s->n_nodes + 2);
	s->buckets = g_new(GArray *, s->max_cost + 1);
	for (guint32 d = 0; d <= s->max_cost; d++)
		s->buckets[d] = g_array_new(FALSE, FALSE, sizeof(guint32));
}

static void search_clear(Search *s)
{
	g_free(s->dist);
	g_free(s->stamp);
	g_free(s->via);
	for (guint32 d = 0; d <= s->max_cost; d++)
		g_array_unref(s->buckets[d]);
	g_free(s->buckets);
}

static int compare_ends(const void *a, const void *b, void *edges)
{
	guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
	const LoCycleEdge *p = (const LoCycleEdge *)edges + x, *q = (const LoCycleEdge *)edges + y;
	guint32 i = p->to * 2 + p->to_recursive, k = q->to * 2 + q->to_recursive;

	return i != k ? (i < k ? -1 : 1) : x < y ? -1 : x > y;
}

/* The edges' numbers, those with one end together. */
static guint32 *edges_by_end(const LoCycleEdge *edges, guint32 n)
{
	guint32 *out = g_new(guint32, n + 1);

	for (guint32 i = 0; i < n; i++)
		out[i] = i;
	qsort_r(out, n, sizeof(guint32), compare_ends, (void *)edges);
	return out;
}

#define MAX_ALTERNATIVES 32	/* further cycles through a plain edge, and */
#define MAX_OF_RARE 96		/* when few orders begin with its lock: the edge is what they share */
#define FEW_WAYS 8
#define MAX_WAYS 24		/* on from its lock: where there are many, no cycle says more than the next */
#define TRIES 4			/* for each that may be found: most are found again through other edges */
#define EXTRA_COST 6		/* how much dearer than the cheapest they may be */
#define MAX_STEPS 8
#define MAX_BACK 20		/* dearest way back that is looked for */

/* Further cycles through one edge, cheapest first: depth-first with the distance to the goal as a bound. */
typedef struct {
	Search *s;
	const guint32 *in;	/* edges by their end; in_first: n_nodes + 1 */
	const guint32 *in_first;
	guint32 *back;		/* per class: cost of the cheapest way to the edge's beginning */
	guint32 edge, goal;	/* goal: what `back` was measured for */
	guint32 path[MAX_STEPS];
	guint n_path, found, tried, max_found;
	GHashTable *seen;
	GPtrArray *out;
	guint max_length;
} Alternatives;

static void measure_back(Alternatives *a)
{
	Search *s = a->s;
	guint32 goal = s->edges[a->edge].from;

	if (a->goal == goal)
		return;
	a->goal = goal;
	for (guint32 i = 0; i < s->n_nodes; i++)
		a->back[i] = G_MAXUINT32;
	a->back[goal] = 0;
	g_array_append_val(s->buckets[0], goal);
	for (guint32 d = 0; d <= s->max_cost; d++) {
		for (guint i = 0; i < s->buckets[d]->len; i++) {
			guint32 cls = g_array_index(s->buckets[d], guint32, i);
			for (guint32 k = a->in_first[cls]; a->back[cls] == d && k < a->in_first[cls + 1]; k++) {
				const LoCycleEdge *e = &s->edges[a->in[k]];
				if (e->before || d + e->cost > MAX_BACK || a->back[e->from] <= d + e->cost ||
				    s->scc->comp_of[e->from] != s->scc->comp_of[goal])
					continue;
				a->back[e->from] = d + e->cost;
				g_array_append_val(s->buckets[d + e->cost], e->from);
			}
		}
		g_array_set_size(s->buckets[d], 0);
	}
}

static gboolean on_path(const Alternatives *a, guint32 cls)
{
	for (guint i = 0; i < a->n_path; i++)
		if (a->s->edges[a->path[i]].from == cls)
			return TRUE;
	return FALSE;
}

static void add_alternative(Alternatives *a)
{
	GArray *cycle = g_array_new(FALSE, FALSE, sizeof(guint32));

	a->tried++;
	g_array_append_vals(cycle, a->path, a->n_path);
	if (cycle->len <= a->max_length && g_hash_table_add(a->seen, cycle_key(a->s, cycle))) {
		g_ptr_array_add(a->out, cycle);
		a->found++;
	} else {
		g_array_unref(cycle);
	}
}

static gboolean has_enough(const Alternatives *a)
{
	return a->found >= a->max_found || a->tried >= TRIES * a->max_found;
}

/* From the end of the path on, spending exactly what is left; depth is at most MAX_STEPS. */
static void walk_on(Alternatives *a, guint32 left)
{
	Search *s = a->s;
	const LoCycleEdge *last = &s->edges[a->path[a->n_path - 1]], *first = &s->edges[a->edge];

	if (last->to == first->from) {
		if (!left && !weak(first, last->to_recursive))
			add_alternative(a);
		return;
	}
	for (guint32 i = s->first[last->to]; i < s->first[last->to + 1] && !has_enough(a); i++) {
		const LoCycleEdge *e = &s->edges[s->out[i]];
		if (a->n_path == MAX_STEPS || e->cost > left || a->back[e->to] > left - e->cost || is_left_out(e) ||
		    weak(e, last->to_recursive) || on_path(a, e->from))
			continue;
		a->path[a->n_path++] = s->out[i];
		walk_on(a, left - e->cost);
		a->n_path--;
	}
}

static void find_alternatives(Alternatives *a, guint32 edge)
{
	const LoCycleEdge *e = &a->s->edges[edge];

	a->edge = edge;
	a->found = a->tried = 0;
	measure_back(a);
	guint32 least = a->back[e->to];
	if (least > MAX_BACK)
		return;
	for (guint32 cost = least; cost <= least + EXTRA_COST && !has_enough(a); cost++) {
		a->path[0] = edge;
		a->n_path = 1;
		walk_on(a, cost);
	}
}

/* Where each class's edges begin in a list that is sorted by their ends. */
static guint32 *index_ends(const LoCycleEdge *edges, const guint32 *by_end, guint32 n_edges, guint32 n_nodes)
{
	guint32 *first = g_new0(guint32, n_nodes + 2);
	guint32 at = 0;

	for (guint32 cls = 0; cls <= n_nodes; cls++) {
		while (at < n_edges && edges[by_end[at]].to < cls)
			at++;
		first[cls] = at;
	}
	return first;
}

/* Per class, the edges that go on inside its component. */
static guint32 *count_ways(const Search *s)
{
	guint32 *ways = g_new0(guint32, s->n_nodes + 1);

	for (guint32 i = 0; i < s->n_edges; i++)
		if (!s->edges[i].before && s->scc->comp_of[s->edges[i].from] == s->scc->comp_of[s->edges[i].to])
			ways[s->edges[i].from]++;
	return ways;
}

static void add_alternatives(Search *s, const guint32 *by_end, GHashTable *seen, GPtrArray *out, guint max_length)
{
	g_autofree guint32 *in_first = index_ends(s->edges, by_end, s->n_edges, s->n_nodes);
	g_autofree guint32 *back = g_new(guint32, s->n_nodes + 1);
	Alternatives a = { .s = s, .in = by_end, .in_first = in_first, .back = back, .goal = G_MAXUINT32, .seen = seen, .out = out,
			   .max_length = max_length };

	g_autofree guint32 *ways = count_ways(s);
	for (guint32 i = 0; i < s->n_edges; i++) {
		const LoCycleEdge *e = &s->edges[i];
		if (!e->plain || ways[e->from] > MAX_WAYS || is_left_out(e) || s->scc->comp_of[e->from] != s->scc->comp_of[e->to])
			continue;
		a.max_found = ways[e->from] <= FEW_WAYS ? MAX_OF_RARE : MAX_ALTERNATIVES;
		find_alternatives(&a, i);
	}
}

/* ---- the cheapest cycle through each edge, found by several threads ---- */

#define MOST_THREADS 4
#define PART 256		/* edges for a thread at a time */

typedef struct {
	const Search *graph;
	const guint32 *by_end;
	GArray **found;		/* by position in by_end: the cycle, or NULL */
	guint max_length;
} Cheapest;

static guint32 end_of(const Cheapest *c, guint32 i)
{
	const LoCycleEdge *e = &c->graph->edges[c->by_end[i]];

	return e->to * 2 + e->to_recursive;
}

/* The part that begins at an end's first edge takes all of that end. */
static guint32 part_start(const Cheapest *c, guint32 i)
{
	while (i && i < c->graph->n_edges && end_of(c, i) == end_of(c, i - 1))
		i++;
	return MIN(i, c->graph->n_edges);
}

static void find_part(gpointer part, gpointer data)
{
	const Cheapest *c = data;
	const guint32 *comp = c->graph->scc->comp_of;
	guint32 at = G_MAXUINT32, number = GPOINTER_TO_UINT(part) - 1, end = part_start(c, (number + 1) * PART);
	Search s;

	search_init(&s, c->graph);
	for (guint32 i = part_start(c, number * PART); i < end; i++) {
		const LoCycleEdge *e = &s.edges[c->by_end[i]];
		if (is_left_out(e) || comp[e->from] != comp[e->to])
			continue;
		if (at != end_of(c, i))
			search_from(&s, at = end_of(c, i));
		c->found[i] = close_cycle(&s, c->by_end[i]);
		if (c->found[i] && (c->found[i]->len > c->max_length || has_repeats(&s, c->found[i])))
			g_clear_pointer(&c->found[i], g_array_unref);
	}
	search_clear(&s);
}

/* In order of the edges' ends, whichever thread found them. */
static void add_cheapest(const Search *graph, const guint32 *by_end, GHashTable *seen, GPtrArray *out, guint max_length)
{
	g_autofree GArray **found = g_new0(GArray *, graph->n_edges + 1);
	Cheapest c = { graph, by_end, found, max_length };
	GThreadPool *pool = g_thread_pool_new(find_part, &c, (gint)CLAMP(g_get_num_processors(), 1, MOST_THREADS), FALSE, NULL);

	for (guint32 i = 0; i * PART < graph->n_edges; i++)
		g_thread_pool_push(pool, GUINT_TO_POINTER(i + 1), NULL);
	g_thread_pool_free(pool, FALSE, TRUE);
	for (guint32 i = 0; i < graph->n_edges; i++) {
		if (found[i] && g_hash_table_add(seen, cycle_key(graph, found[i])))
			g_ptr_array_add(out, found[i]);
		else if (found[i])
			g_array_unref(found[i]);
	}
}

GPtrArray *lo_cycles_find(const LoCycleEdge *edges, guint32 n_edges, guint32 n_nodes, guint max_length)
{
	GPtrArray *out = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(LoScc) scc = components(edges, n_edges, n_nodes);
	Search graph = { .edges = edges, .n_edges = n_edges, .n_nodes = n_nodes, .scc = scc, .max_cost = 48 }, s;
	g_autofree guint32 *by_end = edges_by_end(edges, n_edges);

	index_edges(&graph);
	add_cheapest(&graph, by_end, seen, out, max_length);
	search_init(&s, &graph);
	add_alternatives(&s, by_end, seen, out, max_length);
	search_clear(&s);
	g_free(graph.first);
	g_free(graph.out);
	return out;
}
