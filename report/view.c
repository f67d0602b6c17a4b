/* Which classes and edges a picture shows. */
#include "report/graph.h"

#include "common/error.h"
#include "report/fold.h"

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
	v->folders = g_ptr_array_new_with_free_func(g_free);
	v->folder_of = g_hash_table_new(NULL, NULL);
	v->behind = pair_set_new();
	v->marked = pair_set_new();
	v->added = pair_set_new();
	v->removed = pair_set_new();
	v->marked_nodes = g_array_new(FALSE, FALSE, sizeof(guint32));
	return v;
}

void lo_graph_view_free(LoGraphView *v)
{
	if (!v)
		return;
	g_array_unref(v->classes);
	g_array_unref(v->edges);
	g_ptr_array_unref(v->folders);
	g_hash_table_unref(v->folder_of);
	g_hash_table_unref(v->behind);
	g_hash_table_unref(v->marked);
	g_hash_table_unref(v->added);
	g_hash_table_unref(v->removed);
	g_array_unref(v->marked_nodes);
	g_free(v->title);
	g_free(v->anchor);
	g_free(v);
}

guint32 lo_graph_view_node(const LoGraphView *v, guint32 class)
{
	guint32 folder = GPOINTER_TO_UINT(g_hash_table_lookup(v->folder_of, GUINT_TO_POINTER(class)));

	return folder ? folder : class;
}

static gint64 node_key(const LoGraphView *v, guint32 from, guint32 to)
{
	return pair_key(lo_graph_view_node(v, from), lo_graph_view_node(v, to));
}

static gboolean has_pair(const LoGraphView *v, GHashTable *set, guint32 from, guint32 to)
{
	gint64 key = node_key(v, from, to);

	return g_hash_table_contains(set, &key);
}

gboolean lo_graph_view_is_marked(const LoGraphView *v, guint32 from, guint32 to)
{
	return has_pair(v, v->marked, from, to);
}

gboolean lo_graph_view_is_added(const LoGraphView *v, guint32 from, guint32 to)
{
	return has_pair(v, v->added, from, to);
}

gboolean lo_graph_view_is_removed(const LoGraphView *v, guint32 from, guint32 to)
{
	return has_pair(v, v->removed, from, to);
}

guint lo_graph_view_behind(const LoGraphView *v, guint32 from, guint32 to)
{
	gint64 key = node_key(v, from, to);

	return GPOINTER_TO_UINT(g_hash_table_lookup(v->behind, &key));
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
		const LoEdgeRow *e = lo_edge_ends(sol, g_array_index(r->edges, guint32, i));

		pair_set_add(v->marked, e->from, e->to);
	}
}

static void add_report(LoGraphView *v, const LoSolution *sol, const LoReportRow *r)
{
	g_array_append_vals(v->classes, r->classes->data, r->classes->len);
	g_array_append_vals(v->edges, r->edges->data, r->edges->len);
	mark_report(v, sol, r);
}

/* Does this edge add a line to the picture?  None inside a folder that is drawn as one node. */
static gboolean is_drawn(LoGraphView *v, const LoEdgeRow *e)
{
	gint64 key = node_key(v, e->from, e->to);
	guint n = GPOINTER_TO_UINT(g_hash_table_lookup(v->behind, &key));
	guint32 from = lo_graph_view_node(v, e->from);

	if ((from & LO_GRAPH_FOLDER) && from == lo_graph_view_node(v, e->to))
		return FALSE;
	g_hash_table_insert(v->behind, g_memdup2(&key, sizeof(key)), GUINT_TO_POINTER(n + 1));
	return n == 0;
}

/* Several reports may show one pair of classes with different edges: keep the first, the best. */
static void keep_one_per_pair(LoGraphView *v, const LoSolution *sol)
{
	g_autoptr(GHashTable) seen = pair_set_new();
	guint kept = 0;

	for (guint i = 0; i < v->edges->len; i++) {
		guint32 id = g_array_index(v->edges, guint32, i);
		const LoEdgeRow *e = lo_edge_ends(sol, id);

		if (pair_set_add(seen, e->from, e->to) && is_drawn(v, e))
			g_array_index(v->edges, guint32, kept++) = id;
	}
	g_array_set_size(v->edges, kept);
}

static gboolean is_marked_edge(const LoGraphView *v, const LoSolution *sol, guint32 id)
{
	const LoEdgeRow *e = lo_edge_ends(sol, id);

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
	gint cx = lo_edge_ends(ctx->sol, x)->confidence, cy = lo_edge_ends(ctx->sol, y)->confidence;

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
		const LoEdgeRow *e = lo_edge_ends(sol, g_array_index(v->edges, guint32, i));

		g_array_append_val(v->classes, e->from);
		g_array_append_val(v->classes, e->to);
	}
}

/* Without those seen before, in the order in which they came: reports first. */
static GArray *ranked_classes(const LoGraphView *v)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	GArray *ranked = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint i = 0; i < v->classes->len; i++) {
		guint32 c = g_array_index(v->classes, guint32, i);

		if (g_hash_table_add(seen, GUINT_TO_POINTER(c)))
			g_array_append_val(ranked, c);
	}
	return ranked;
}

static void drop_folded(LoGraphView *v)
{
	guint kept = 0;

	for (guint i = 0; i < v->classes->len; i++) {
		guint32 c = g_array_index(v->classes, guint32, i);

		if (lo_graph_view_node(v, c) == c)
			g_array_index(v->classes, guint32, kept++) = c;
	}
	g_array_set_size(v->classes, kept);
}

/* Pairs of classes to pairs of nodes. */
static void fold_pairs(const LoGraphView *v, GHashTable **set)
{
	GHashTable *folded = pair_set_new();
	GHashTableIter it;
	gpointer key;

	g_hash_table_iter_init(&it, *set);
	while (g_hash_table_iter_next(&it, &key, NULL)) {
		gint64 pair = *(gint64 *)key;

		pair_set_add(folded, lo_graph_view_node(v, (guint32)(pair >> 32)), lo_graph_view_node(v, (guint32)pair));
	}
	g_hash_table_unref(*set);
	*set = folded;
}

static void fold(LoGraphView *v, const LoSolution *sol)
{
	g_autoptr(GArray) ranked = ranked_classes(v);

	lo_graph_fold(v, sol, ranked);
	fold_pairs(v, &v->marked);
	fold_pairs(v, &v->added);
	fold_pairs(v, &v->removed);
}

static LoGraphView *view_finish(LoGraphView *v, const LoSolution *sol)
{
	sort_unique(v->edges);
	classes_from_edges(v, sol);
	fold(v, sol);
	keep_one_per_pair(v, sol);
	cap_edges(v, sol);
	sort_unique(v->edges);
	sort_unique(v->classes);
	drop_folded(v);
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
		const LoEdgeRow *e = lo_edge_ends(sol, i);

		if (near[e->from] || near[e->to])
			g_array_append_val(v->edges, i);
	}
	for (guint i = first; i < v->edges->len; i++) {
		const LoEdgeRow *e = lo_edge_ends(sol, g_array_index(v->edges, guint32, i));

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

static void add_changed(LoGraphView *v, const LoSolution *sol, const GArray *edges, GHashTable *set)
{
	for (guint i = 0; edges && i < edges->len; i++) {
		guint32 id = g_array_index(edges, guint32, i);
		const LoEdgeRow *e = lo_edge_ends(sol, id);

		g_array_append_val(v->edges, id);
		g_array_append_val(v->classes, e->from);
		g_array_append_val(v->classes, e->to);
		pair_set_add(set, e->from, e->to);
	}
}

static char *change_title(guint added, guint removed, guint came, guint went)
{
	return g_strdup_printf("%u order%s added, %u removed, %u new report%s, %u gone", added, added == 1 ? "" : "s", removed,
			       came, came == 1 ? "" : "s", went);
}

static guint count(const GArray *ids)
{
	return ids ? ids->len : 0;
}

LoGraphView *lo_graph_view_change(const LoSolution *sol, const GArray *added, const GArray *removed, guint came)
{
	LoGraphView *v = view_new();

	add_changed(v, sol, added, v->added);
	add_changed(v, sol, removed, v->removed);
	for (guint i = 0; i < sol->reports->len; i++) {
		const LoReportRow *r = lo_report_row(sol, i);

		if (i < came)
			add_report(v, sol, r);
		else	/* a cycle that is gone is shown, but is none */
			g_array_append_vals(v->edges, r->edges->data, r->edges->len);
	}
	v->title = change_title(count(added), count(removed), MIN(came, sol->reports->len),
				sol->reports->len - MIN(came, sol->reports->len));
	return view_finish(v, sol);
}
