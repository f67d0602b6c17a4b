#include "report/paths.h"

#define UNREACHED G_MAXUINT32

static gint compare_edges(gconstpointer a, gconstpointer b, gpointer data)
{
	const LoSolution *sol = data;
	guint32 i = *(const guint32 *)a, j = *(const guint32 *)b;
	const LoEdgeRow *x = lo_edge_ends(sol, i), *y = lo_edge_ends(sol, j);

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return i < j ? -1 : i > j;
}

LoOrderIndex *lo_order_index_new(const LoSolution *sol)
{
	LoOrderIndex *ix = g_new0(LoOrderIndex, 1);
	guint32 n = sol->edges->len, at = 0;

	ix->sol = sol;
	ix->order = g_new(guint32, n + 1);
	ix->first = g_new0(guint32, sol->classes->len + 1);
	for (guint32 i = 0; i < n; i++)
		ix->order[i] = i;
	g_qsort_with_data(ix->order, (gint)n, sizeof(guint32), compare_edges, (gpointer)sol);
	for (guint32 c = 0; c <= sol->classes->len; c++) {
		while (at < n && lo_edge_ends(sol, ix->order[at])->from < c)
			at++;
		ix->first[c] = at;
	}
	return ix;
}

void lo_order_index_free(LoOrderIndex *ix)
{
	if (!ix)
		return;
	g_free(ix->first);
	g_free(ix->order);
	g_free(ix);
}

GArray *lo_order_edges(const LoOrderIndex *ix, guint32 from, guint32 to)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint32 i = ix->first[from]; i < ix->first[from + 1]; i++)
		if (lo_edge_ends(ix->sol, ix->order[i])->to == to)
			g_array_append_val(found, ix->order[i]);
	return found;
}

typedef struct {
	const LoOrderIndex *ix;
	guint32 *distance;	/* class -> steps to the nearest target */
	gboolean *is_target;
	gboolean *on_path;
	GArray *path;		/* classes so far */
	guint length;		/* steps wanted */
	guint limit;
	LoPaths *out;
} Search;

/* The edges against their direction, as lists of `from` by `to`. */
static GArray **predecessors(const LoSolution *sol)
{
	GArray **pred = g_new0(GArray *, sol->classes->len + 1);

	for (guint32 i = 0; i < sol->edges->len; i++) {
		const LoEdgeRow *e = lo_edge_ends(sol, i);

		if (!pred[e->to])
			pred[e->to] = g_array_new(FALSE, FALSE, sizeof(guint32));
		g_array_append_val(pred[e->to], e->from);
	}
	return pred;
}

static void free_predecessors(GArray **pred, guint n)
{
	for (guint i = 0; i < n; i++)
		if (pred[i])
			g_array_unref(pred[i]);
	g_free(pred);
}

static void relax(Search *s, GArray *queue, const GArray *pred, guint32 distance)
{
	for (guint i = 0; pred && i < pred->len; i++) {
		guint32 c = g_array_index(pred, guint32, i);

		if (s->distance[c] != UNREACHED)
			continue;
		s->distance[c] = distance;
		g_array_append_val(queue, c);
	}
}

static void measure_distances(Search *s, const GArray *to)
{
	const LoSolution *sol = s->ix->sol;
	GArray **pred = predecessors(sol);
	g_autoptr(GArray) queue = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint i = 0; i < sol->classes->len; i++)
		s->distance[i] = UNREACHED;
	for (guint i = 0; i < to->len; i++) {
		guint32 c = g_array_index(to, guint32, i);

		s->distance[c] = 0;
		s->is_target[c] = TRUE;
		g_array_append_val(queue, c);
	}
	for (guint i = 0; i < queue->len; i++) {
		guint32 c = g_array_index(queue, guint32, i);

		relax(s, queue, pred[c], s->distance[c] + 1);
	}
	free_predecessors(pred, sol->classes->len);
}

static guint steps_from(const Search *s, guint32 c)
{
	guint best = UNREACHED;

	for (guint32 i = s->ix->first[c]; i < s->ix->first[c + 1]; i++) {
		guint32 d = s->distance[lo_edge_ends(s->ix->sol, s->ix->order[i])->to];

		if (d != UNREACHED)
			best = MIN(best, d + 1);
	}
	return best;
}

static void emit(Search *s, guint32 last)
{
	GArray *path;

	if (s->out->paths->len == s->limit) {
		s->out->more = TRUE;
		return;
	}
	path = g_array_copy(s->path);
	g_array_append_val(path, last);
	g_ptr_array_add(s->out->paths, path);
}

static void walk(Search *s, guint32 c);

/* `left` steps may still be made, the one to `next` included. */
static void step(Search *s, guint32 next, guint left)
{
	if (left == 1) {
		if (s->is_target[next])
			emit(s, next);
		return;
	}
	if (!s->is_target[next] && !s->on_path[next] && s->distance[next] <= left - 1)
		walk(s, next);
}

/* Depth first, no deeper than LO_PATHS_MAX_STEPS. */
static void walk(Search *s, guint32 c)
{
	guint32 last = UNREACHED;

	g_array_append_val(s->path, c);
	s->on_path[c] = TRUE;
	for (guint32 i = s->ix->first[c]; i < s->ix->first[c + 1] && !s->out->more; i++) {
		guint32 next = lo_edge_ends(s->ix->sol, s->ix->order[i])->to;

		if (next != last)
			step(s, next, s->length - (s->path->len - 1));
		last = next;
	}
	s->on_path[c] = FALSE;
	g_array_set_size(s->path, s->path->len - 1);
}

static guint shortest(const Search *s, const GArray *from)
{
	guint best = UNREACHED;

	for (guint i = 0; i < from->len; i++)
		best = MIN(best, steps_from(s, g_array_index(from, guint32, i)));
	return best;
}

static void search_lengths(Search *s, const GArray *from, guint longer)
{
	guint best = shortest(s, from);

	if (best > LO_PATHS_MAX_STEPS)
		return;
	for (s->length = best; s->length <= MIN(best + longer, LO_PATHS_MAX_STEPS); s->length++)
		for (guint i = 0; i < from->len; i++)
			walk(s, g_array_index(from, guint32, i));
}

LoPaths *lo_paths_find(const LoOrderIndex *ix, const GArray *from, const GArray *to, guint longer, guint limit)
{
	guint n = ix->sol->classes->len;
	LoPaths *out = g_new0(LoPaths, 1);
	Search s = {
		.ix = ix, .distance = g_new(guint32, n + 1), .is_target = g_new0(gboolean, n + 1),
		.on_path = g_new0(gboolean, n + 1), .path = g_array_new(FALSE, FALSE, sizeof(guint32)),
		.limit = limit, .out = out,
	};

	out->paths = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	measure_distances(&s, to);
	search_lengths(&s, from, longer);
	g_free(s.distance);
	g_free(s.is_target);
	g_free(s.on_path);
	g_array_unref(s.path);
	return out;
}

void lo_paths_free(LoPaths *p)
{
	if (!p)
		return;
	g_ptr_array_unref(p->paths);
	g_free(p);
}
