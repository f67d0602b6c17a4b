/*
 * A difference in the formats that are about one solution: one is put together
 * of both, with what came and went only.  Pictures are drawn of all of it, the
 * other formats are given the reports that came.
 */
#include <string.h>

#include "report/diff_internal.h"
#include "report/graph.h"

typedef struct {
	LoSolution *sol;
	GHashTable *class_of;	/* lo_diff_class_key() -> position in sol->classes */
	GArray *added, *removed;	/* guint32, positions in sol->edges */
} Union;

/* Rows of one of the two solutions -> positions in the union. */
typedef struct {
	const LoSolution *from;
	GHashTable *edges, *reports;
} Source;

static void source_init(Source *s, const LoSolution *from)
{
	*s = (Source){ from, g_hash_table_new(NULL, NULL), g_hash_table_new(NULL, NULL) };
}

static void source_clear(Source *s)
{
	g_hash_table_unref(s->edges);
	g_hash_table_unref(s->reports);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Source, source_clear)

static void union_clear(Union *u)
{
	lo_solution_free(u->sol);
	g_hash_table_unref(u->class_of);
	g_array_unref(u->added);
	g_array_unref(u->removed);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Union, union_clear)

static GPtrArray *copy_names(const GPtrArray *names)
{
	GPtrArray *copy = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; names && i < names->len; i++)
		g_ptr_array_add(copy, g_strdup(g_ptr_array_index(names, i)));
	return copy;
}

static GArray *copy_chain(const GArray *chain)
{
	GArray *copy = lo_hops_new();

	for (guint i = 0; chain && i < chain->len; i++) {
		const LoHop *hop = &g_array_index(chain, LoHop, i);
		LoHop own = lo_hop(hop->function, hop->file, hop->line, hop->note);

		g_array_append_val(copy, own);
	}
	return copy;
}

static guint32 put_class(Union *u, const LoSolution *from, guint32 id)
{
	g_autofree char *key = lo_diff_class_key(from, id);
	const LoClassRow *c = lo_class_row(from, id);
	LoClassRow own = { g_strdup(c->name), copy_names(c->names), c->kind, g_strdup(c->file), c->line };
	gpointer known;

	if (g_hash_table_lookup_extended(u->class_of, key, NULL, &known)) {
		g_free(own.name);
		g_ptr_array_unref(own.names);
		g_free(own.file);
		return GPOINTER_TO_UINT(known);
	}
	g_array_append_val(u->sol->classes, own);
	g_hash_table_insert(u->class_of, g_steal_pointer(&key), GUINT_TO_POINTER(u->sol->classes->len - 1));
	return u->sol->classes->len - 1;
}

static guint32 put_edge(Union *u, Source *s, guint32 id)
{
	const LoEdgeRow *e = lo_edge_row(s->from, id);
	LoEdgeRow own = *e;
	gpointer known;

	if (g_hash_table_lookup_extended(s->edges, GUINT_TO_POINTER(id), NULL, &known))
		return GPOINTER_TO_UINT(known);
	own.from = put_class(u, s->from, e->from);
	own.to = put_class(u, s->from, e->to);
	own.from_chain = copy_chain(e->from_chain);
	own.to_chain = copy_chain(e->to_chain);
	g_array_append_val(u->sol->edges, own);
	g_hash_table_insert(s->edges, GUINT_TO_POINTER(id), GUINT_TO_POINTER(u->sol->edges->len - 1));
	return u->sol->edges->len - 1;
}

static void put_edges(Union *u, Source *s, const GArray *ids, GArray *positions)
{
	for (guint i = 0; i < ids->len; i++) {
		guint32 at = put_edge(u, s, g_array_index(ids, guint32, i));

		g_array_append_val(positions, at);
	}
}

/* A report whose root cause was there before stands for itself. */
static guint32 variant_of(const Source *s, const LoReportRow *r)
{
	gpointer at;

	if (!r->variant_of || !g_hash_table_lookup_extended(s->reports, GUINT_TO_POINTER(r->variant_of - 1), NULL, &at))
		return 0;
	return GPOINTER_TO_UINT(at) + 1;
}

static void put_report(Union *u, Source *s, guint32 id)
{
	const LoReportRow *r = lo_report_row(s->from, id);
	LoReportRow own = *r;

	own.classes = g_array_new(FALSE, FALSE, sizeof(guint32));
	own.edges = g_array_new(FALSE, FALSE, sizeof(guint32));
	for (guint i = 0; i < r->classes->len; i++) {
		guint32 at = put_class(u, s->from, g_array_index(r->classes, guint32, i));
		g_array_append_val(own.classes, at);
	}
	put_edges(u, s, r->edges, own.edges);
	own.reasons = g_strdup(r->reasons);
	own.key = g_strdup(r->key);
	own.held_back = g_strdup(r->held_back);
	own.context = copy_chain(r->context);
	own.variant_of = variant_of(s, r);
	g_hash_table_insert(s->reports, GUINT_TO_POINTER(id), GUINT_TO_POINTER(u->sol->reports->len));
	g_array_append_val(u->sol->reports, own);
}

static void put_reports(Union *u, Source *s, const GArray *ids)
{
	for (guint i = 0; i < ids->len; i++)
		put_report(u, s, g_array_index(ids, guint32, i));
}

static void union_init(Union *u)
{
	u->sol = lo_solution_new();
	u->class_of = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	u->added = g_array_new(FALSE, FALSE, sizeof(guint32));
	u->removed = g_array_new(FALSE, FALSE, sizeof(guint32));
}

/* The options that chose the reports have no say any more. */
static LoRenderOptions of_chosen(const LoRenderOptions *opt)
{
	LoRenderOptions all = *opt;

	all.all = all.variants = TRUE;
	all.min_confidence = all.limit = 0;
	return all;
}

gboolean lo_diff_render(const LoDiff *d, const LoReportFormat *format, const LoRenderOptions *opt, GString *out, GError **error)
{
	g_autoptr(GArray) came = lo_diff_reports_shown(d->head, d->reports_new, opt);
	const LoRenderOptions render = of_chosen(opt);
	g_auto(Source) head = { 0 };
	g_auto(Union) u = { 0 };

	source_init(&head, d->head);
	union_init(&u);
	put_reports(&u, &head, came);
	return format->render(u.sol, &render, out, error);
}

gboolean lo_diff_draw(const LoDiff *d, const char *type, const LoRenderOptions *opt, GString *out, GError **error)
{
	g_autoptr(GArray) came = lo_diff_reports_shown(d->head, d->reports_new, opt);
	g_autoptr(GArray) went = lo_diff_reports_shown(d->base, d->reports_gone, opt);
	const LoRenderOptions render = of_chosen(opt);
	g_autoptr(LoGraphView) view = NULL;
	g_auto(Source) head = { 0 }, base = { 0 };
	g_auto(Union) u = { 0 };

	source_init(&head, d->head);
	source_init(&base, d->base);
	union_init(&u);
	put_edges(&u, &head, d->edges_new, u.added);
	put_edges(&u, &base, d->edges_gone, u.removed);
	put_reports(&u, &head, came);
	put_reports(&u, &base, went);
	view = lo_graph_view_change(u.sol, u.added, u.removed, came->len);
	return lo_graph_render(u.sol, view, &render, type, out, error);
}
