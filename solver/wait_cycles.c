#include "solver/wait_cycles.h"

#include <string.h>

#define MAX_CYCLES 20000
#define MAX_PATHS 1		/* back to the completion, for each of its edges: others say no more */

typedef struct {
	const LoCycleEdge *edges;
	guint32 n_edges, n_nodes;
	guint32 *first, *out;	/* n_nodes + 1: edges by from */
	guint8 *back;		/* per node: edges to the completion at least, plus one; 0: too many */
	guint32 path[LO_MAX_WAIT_CYCLE];
	guint found;		/* for one first edge */
	GPtrArray *cycles;
} Search;

static void index_edges(Search *s)
{
	s->first = g_new0(guint32, s->n_nodes + 2);
	s->out = g_new(guint32, s->n_edges + 1);
	for (guint32 i = 0; i < s->n_edges; i++)
		s->first[s->edges[i].from + 2]++;
	for (guint32 i = 2; i < s->n_nodes + 2; i++)
		s->first[i] += s->first[i - 1];
	for (guint32 i = 0; i < s->n_edges; i++)
		s->out[s->first[s->edges[i].from + 1]++] = i;
}

static gboolean is_weak(const LoCycleEdge *e, const LoCycleEdge *next)
{
	return e->to_recursive && next->from_shared;
}

static void add_cycle(Search *s, guint n)
{
	GArray *cycle = g_array_new(FALSE, FALSE, sizeof(guint32));

	g_array_append_vals(cycle, s->path, n);
	g_ptr_array_add(s->cycles, cycle);
	s->found++;
}

static gboolean on_path(const Search *s, guint n, guint32 node)
{
	for (guint i = 0; i < n; i++)
		if (s->edges[s->path[i]].from == node)
			return TRUE;
	return FALSE;
}

/* From the end of the path, `length` edges long when it is done, back to the completion; at most that deep. */
static void walk(Search *s, guint n, guint length)
{
	const LoCycleEdge *last = &s->edges[s->path[n - 1]];
	guint32 goal = s->edges[s->path[0]].from;

	for (guint32 i = s->first[last->to]; i < s->first[last->to + 1] && s->found < MAX_PATHS; i++) {
		const LoCycleEdge *e = &s->edges[s->out[i]];
		gboolean closes = e->to == goal;
		if (e->before || is_weak(last, e) || closes != (n + 1 == length) || on_path(s, n, closes ? last->to : e->to) ||
		    !s->back[e->to] || s->back[e->to] - 1u > length - n - 1)
			continue;
		s->path[n] = s->out[i];
		if (closes)
			add_cycle(s, length);
		else
			walk(s, n + 1, length);
	}
}

/* Breadth first against the edges. */
static void measure_back(Search *s, guint32 goal, const guint32 *in_first, const guint32 *in)
{
	g_autoptr(GArray) queue = g_array_new(FALSE, FALSE, sizeof(guint32));

	memset(s->back, 0, s->n_nodes);
	s->back[goal] = 1;
	g_array_append_val(queue, goal);
	for (guint at = 0; at < queue->len; at++) {
		guint32 node = g_array_index(queue, guint32, at);
		for (guint32 i = in_first[node]; i < in_first[node + 1] && s->back[node] < LO_MAX_WAIT_CYCLE; i++) {
			const LoCycleEdge *e = &s->edges[in[i]];
			if (e->before || s->back[e->from])
				continue;
			s->back[e->from] = s->back[node] + 1;
			g_array_append_val(queue, e->from);
		}
	}
}

static void find_shortest(Search *s, guint32 edge)
{
	s->path[0] = edge;
	s->found = 0;
	for (guint length = 2; length <= LO_MAX_WAIT_CYCLE && !s->found; length++)
		walk(s, 1, length);
}

GPtrArray *lo_wait_cycles_find(const LoCycleEdge *edges, guint32 n_edges, guint32 n_nodes)
{
	Search s = { .edges = edges, .n_edges = n_edges, .n_nodes = n_nodes,
		     .cycles = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref) };
	g_autofree guint32 *in = g_new(guint32, n_edges + 1), *in_first = g_new0(guint32, n_nodes + 3);

	index_edges(&s);
	s.back = g_new0(guint8, n_nodes + 1);
	for (guint32 i = 0; i < n_edges; i++)
		in_first[edges[i].to + 2]++;
	for (guint32 i = 2; i < n_nodes + 2; i++)
		in_first[i] += in_first[i - 1];
	for (guint32 i = 0; i < n_edges; i++)
		in[in_first[edges[i].to + 1]++] = i;
	for (guint32 node = 0; node < n_nodes && s.cycles->len < MAX_CYCLES; node++) {
		gboolean measured = FALSE;
		for (guint32 i = s.first[node]; i < s.first[node + 1]; i++) {
			if (!edges[s.out[i]].before || edges[s.out[i]].to == node)
				continue;
			if (!measured)
				measure_back(&s, node, in_first, in);
			measured = TRUE;
			find_shortest(&s, s.out[i]);
		}
	}
	g_free(s.first);
	g_free(s.out);
	g_free(s.back);
	return s.cycles;
}
