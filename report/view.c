/* Which classes and edges a picture shows. */
#include "report/graph.h"

#include "common/error.h"

static gint64 pair_key(guint32 from, guint32 to)
{
	return (gint64)from << 32 | to;
}

static gint compare_ids(gconstpointer a, gconstpointer b)
{
	guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;

	return x < y ? -1 : x > y;
}

static GHashTable *pair_set_new(void)
{
	return g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
}

static gboolean pair_set_add(GHashTable *set, guint32 from, guint32 to)
{
	gint64 key = pair_key(from, to);

	return g_hash_table_add(set, g_memdup2(&key, sizeof(key)));
}

static LoGraphView *view_new(void)
{
	LoGraphView *v = g_new0(LoGraphView, 1);

	v->classes = g_array_new(FALSE, FALSE, sizeof(guint32));
	v->edges = g_array_new(FALSE, FALSE, sizeof(guint32));
	v->marked = pair_set_new();
	v->marked_nodes = g_array_new(FALSE, FALSE, sizeof(guint32));
	return v;
}

void lo_graph_view_free(LoGraphView *v)
{
	if (!v)
		return;
	g_array_unref(v->classes);
	g_array_unref(v->edges);
	g_hash_table_unref(v->marked);
	g_array_unref(v->marked_nodes);
	g_free(v->title);
	g_free(v);
}

gboolean lo_graph_view_is_marked(const LoGraphView *v, guint32 from, guint32 to)
{
	gint64 key = pair_key(from, to);

	return g_hash_table_contains(v->marked, &key);
}

static void sort_unique(GArray *ids)
{
	guint kept = 0;

	g_array_sort(ids, compare_ids);
	for (guint i = 0; i < ids->len; i++)
		if (!i || g_array_index(ids, guint32, i) != g_array_index(ids, guint32, kept - 1))
			g_array_index(ids, guint32, kept++) = g_array_index(ids, guint32, i);
	g_array_set_size(ids, kept);
}

static void mark_report(LoGraphView *v, const LoSolution *sol, const LoReportRow *r)
{
	g_array_append_vals(v->marked_nodes, r->classes->data, r->classes->len);
	for (guint i = 0; i < r->edges->len; i++) {
		const LoEdgeRow *e = lo_edge_row(sol, g_array_index(r->edges, guint32, i));

		pair_set_add(v->marked, e->from, e->to);
	}
}

static void add_report(LoGraphView *v, const LoSolution *sol, const LoReportRow *r)
{
	g_array_append_vals(v->classes, r->classes->data, r->classes->len);
	g_array_append_vals(v->edges, r->edges->data, r->edges->len);
	mark_report(v, sol, r);
}

/* Several reports may show one pair of classes with different edges: keep the first, the best. */
static void keep_one_per_pair(LoGraphView *v, const LoSolution *sol)
{
	g_autoptr(GHashTable) seen = pair_set_new();
	guint kept = 0;

	for (guint i = 0; i < v->edges->len; i++) {
		guint32 id = g_array_index(v->edges, guint32, i);
		const LoEdgeRow *e = lo_edge_row(sol, id);

		if (pair_set_add(seen, e->from, e->to))
			g_array_index(v->edges, guint32, kept++) = id;
	}
	g_array_set_size(v->edges, kept);
}

static gboolean is_marked_edge(const LoGraphView *v, const LoSolution *sol, guint32 id)
{
	const LoEdgeRow *e = lo_edge_row(sol, id);

	return lo_graph_view_is_marked(v, e->from, e->to);
}

typedef struct {
	const LoGraphView *view;
	const LoSolution *sol;
} RankContext;

static gint compare_rank(gconstpointer a, gconstpointer b, gpointer data)
{
	const RankContext *ctx = data;
	guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
	gboolean mx = is_marked_edge(ctx->view, ctx->sol, x), my = is_marked_edge(ctx->view, ctx->sol, y);
	gint cx = lo_edge_row(ctx->sol, x)->confidence, cy = lo_edge_row(ctx->sol, y)->confidence;

	if (mx != my)
		return my - mx;
	return cx != cy ? cy - cx : compare_ids(a, b);
}

/* Thousands of edges can be neither laid out in reasonable time nor read. */
static void cap_edges(LoGraphView *v, const LoSolution *sol)
{
	RankContext ctx = { v, sol };

	if (v->edges->len <= LO_GRAPH_MAX_EDGES)
		return;
	g_array_sort_with_data(v->edges, compare_rank, &ctx);
	v->left_out = v->edges->len - LO_GRAPH_MAX_EDGES;
	g_array_set_size(v->edges, LO_GRAPH_MAX_EDGES);
}

static void classes_from_edges(LoGraphView *v, const LoSolution *sol)
{
	for (guint i = 0; i < v->edges->len; i++) {
		const LoEdgeRow *e = lo_edge_row(sol, g_array_index(v->edges, guint32, i));

		g_array_append_val(v->classes, e->from);
		g_array_append_val(v->classes, e->to);
	}
}

static LoGraphView *view_finish(LoGraphView *v, const LoSolution *sol)
{
	sort_unique(v->edges);
	keep_one_per_pair(v, sol);
	cap_edges(v, sol);
	sort_unique(v->edges);
	classes_from_edges(v, sol);
	sort_unique(v->classes);
	sort_unique(v->marked_nodes);
	return v;
}

LoGraphView *lo_graph_view_reports(const LoSolution *sol, const LoRenderOptions *opt)
{
	g_autoptr(GArray) shown = lo_reports_shown(sol, opt);
	LoGraphView *v = view_new();

	for (guint i = 0; i < shown->len; i++)
		add_report(v, sol, lo_report_row(sol, g_array_index(shown, guint32, i)));
	v->title = g_strdup_printf("%u report%s", shown->len, shown->len == 1 ? "" : "s");
	return view_finish(v, sol);
}

LoGraphView *lo_graph_view_cycle(const LoSolution *sol, const LoRenderOptions *opt, guint number, GError **error)
{
	g_autoptr(GArray) shown = lo_reports_shown(sol, opt);
	LoGraphView *v;

	if (!number || number > shown->len) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "no report %u: %s%u", number,
			    shown->len ? "the last one is " : "there are ", shown->len);
		return NULL;
	}
	v = view_new();
	add_report(v, sol, lo_report_row(sol, g_array_index(shown, guint32, number - 1)));
	v->title = g_strdup_printf("report %u of %u", number, shown->len);
	return view_finish(v, sol);
}

/* One step outwards: every edge that touches a class in `near`, whose other end joins it. */
static void grow(LoGraphView *v, const LoSolution *sol, gboolean *near)
{
	guint first = v->edges->len;

	for (guint32 i = 0; i < sol->edges->len; i++) {
		const LoEdgeRow *e = lo_edge_row(sol, i);

		if (near[e->from] || near[e->to])
			g_array_append_val(v->edges, i);
	}
	for (guint i = first; i < v->edges->len; i++) {
		const LoEdgeRow *e = lo_edge_row(sol, g_array_index(v->edges, guint32, i));

		near[e->from] = near[e->to] = TRUE;
	}
}

static gboolean touches(const LoReportRow *r, const gboolean *near)
{
	for (guint i = 0; i < r->classes->len; i++)
		if (near[g_array_index(r->classes, guint32, i)])
			return TRUE;
	return FALSE;
}

static void add_reports_touching(LoGraphView *v, const LoSolution *sol, const LoRenderOptions *opt, const gboolean *near)
{
	g_autoptr(GArray) shown = lo_reports_shown(sol, opt);

	for (guint i = 0; i < shown->len; i++) {
		const LoReportRow *r = lo_report_row(sol, g_array_index(shown, guint32, i));

		if (touches(r, near))
			add_report(v, sol, r);
	}
}

LoGraphView *lo_graph_view_around(const LoSolution *sol, const LoRenderOptions *opt, const GArray *classes, guint depth)
{
	g_autofree gboolean *near = g_new0(gboolean, sol->classes->len + 1);
	LoGraphView *v = view_new();

	for (guint i = 0; i < classes->len; i++)
		near[g_array_index(classes, guint32, i)] = TRUE;
	g_array_append_vals(v->classes, classes->data, classes->len);
	add_reports_touching(v, sol, opt, near);
	for (guint i = 0; i < depth; i++)
		grow(v, sol, near);
	v->title = g_strdup_printf("around %s, depth %u",
				   classes->len ? lo_class_row(sol, g_array_index(classes, guint32, 0))->name : "?", depth);
	return view_finish(v, sol);
}
