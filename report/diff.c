#include "report/diff_internal.h"

#include <string.h>

char *lo_diff_class_key(const LoSolution *sol, guint32 id)
{
	const LoClassRow *c = lo_class_row(sol, id);

	return g_strconcat(c->name, "\1", c->file ? c->file : "", NULL);
}

static char *edge_key(const LoSolution *sol, const LoEdgeRow *e)
{
	g_autofree char *from = lo_diff_class_key(sol, e->from), *to = lo_diff_class_key(sol, e->to);

	return g_strdup_printf("%s\1%s\1%d %d %d %d", from, to, e->from_hold, e->to_hold, e->from_try, e->same_instance);
}

static GHashTable *edge_keys(const LoSolution *sol)
{
	GHashTable *keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint32 i = 0; i < sol->edges->len; i++)
		g_hash_table_add(keys, edge_key(sol, lo_edge_ends(sol, i)));
	return keys;
}

/* Edges of `sol` with a key that is not in `others`, each key once. */
static GArray *edges_beyond(const LoSolution *sol, GHashTable *others)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint32 i = 0; i < sol->edges->len; i++) {
		g_autofree char *key = edge_key(sol, lo_edge_ends(sol, i));

		if (!g_hash_table_contains(others, key) && g_hash_table_add(seen, g_steal_pointer(&key)))
			g_array_append_val(out, i);
	}
	return out;
}

static GHashTable *report_keys(const LoSolution *sol)
{
	GHashTable *keys = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint32 i = 0; i < sol->reports->len; i++)
		g_hash_table_add(keys, lo_report_row(sol, i)->key);
	return keys;
}

static GArray *reports_beyond(const LoSolution *sol, GHashTable *others)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint32 i = 0; i < sol->reports->len; i++)
		if (!g_hash_table_contains(others, lo_report_row(sol, i)->key))
			g_array_append_val(out, i);
	return out;
}

LoDiff *lo_diff_new(const LoSolution *base, const LoSolution *head)
{
	g_autoptr(GHashTable) base_edges = edge_keys(base), head_edges = edge_keys(head);
	g_autoptr(GHashTable) base_reports = report_keys(base), head_reports = report_keys(head);
	LoDiff *d = g_new0(LoDiff, 1);

	d->base = base;
	d->head = head;
	d->edges_gone = edges_beyond(base, head_edges);
	d->edges_new = edges_beyond(head, base_edges);
	d->reports_gone = reports_beyond(base, head_reports);
	d->reports_new = reports_beyond(head, base_reports);
	return d;
}

void lo_diff_free(LoDiff *d)
{
	if (!d)
		return;
	g_array_unref(d->edges_gone);
	g_array_unref(d->edges_new);
	g_array_unref(d->reports_gone);
	g_array_unref(d->reports_new);
	g_free(d);
}

/* ---- reports that come with an edge ---- */

static gint compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Kind and locks, wherever the cycle begins. */
static char *locks_key(const LoSolution *sol, const LoReportRow *r)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	GString *key = g_string_new(lo_report_kind_name(r->kind));

	for (guint i = 0; i < r->classes->len; i++)
		g_ptr_array_add(names, lo_class_row(sol, g_array_index(r->classes, guint32, i))->name);
	g_ptr_array_sort(names, compare_names);
	for (guint i = 0; i < names->len; i++)
		g_string_append_printf(key, "\1%s", (const char *)g_ptr_array_index(names, i));
	return g_string_free(key, FALSE);
}

static GHashTable *locks_keys(const LoSolution *sol)
{
	GHashTable *keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint32 i = 0; i < sol->reports->len; i++)
		g_hash_table_add(keys, locks_key(sol, lo_report_row(sol, i)));
	return keys;
}

static gboolean has_edge(const LoSolution *sol, const LoReportRow *r, GHashTable *others)
{
	for (guint i = 0; i < r->edges->len; i++) {
		g_autofree char *key = edge_key(sol, lo_edge_ends(sol, g_array_index(r->edges, guint32, i)));

		if (!g_hash_table_contains(others, key))
			return TRUE;
	}
	return FALSE;
}

/* Only these kinds are made of edges alone. */
static gboolean is_of_edges(const LoReportRow *r)
{
	return r->edges->len && (r->kind == LO_REPORT_CYCLE || r->kind == LO_REPORT_RECURSION || r->kind == LO_REPORT_WAIT);
}

static void keep_caused(GArray *reports, const LoSolution *sol, const LoSolution *other)
{
	g_autoptr(GHashTable) edges = edge_keys(other), locks = locks_keys(other);
	guint n = 0;

	for (guint i = 0; i < reports->len; i++) {
		guint32 id = g_array_index(reports, guint32, i);
		const LoReportRow *r = lo_report_row(sol, id);
		g_autofree char *key = locks_key(sol, r);

		if (is_of_edges(r) ? has_edge(sol, r, edges) : !g_hash_table_contains(locks, key))
			g_array_index(reports, guint32, n++) = id;
	}
	g_array_set_size(reports, n);
}

void lo_diff_keep_caused(LoDiff *d)
{
	keep_caused(d->reports_new, d->head, d->base);
	keep_caused(d->reports_gone, d->base, d->head);
}
