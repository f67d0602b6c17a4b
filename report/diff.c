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

/* -> the best confidence of such an edge */
static GHashTable *edge_keys(const LoSolution *sol)
{
	GHashTable *keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint32 i = 0; i < sol->edges->len; i++) {
		const LoEdgeRow *e = lo_edge_ends(sol, i);
		char *key = edge_key(sol, e);
		if (GPOINTER_TO_UINT(g_hash_table_lookup(keys, key)) <= e->confidence)
			g_hash_table_insert(keys, key, GUINT_TO_POINTER(e->confidence));
		else
			g_free(key);
	}
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

/* Edges of what a change differs in that are there in both, and surer here. */
static GArray *edges_surer(const LoSolution *sol, GHashTable *others)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint32 i = 0; i < sol->edges->len; i++) {
		const LoEdgeRow *e = lo_edge_ends(sol, i);
		g_autofree char *key = e->own ? edge_key(sol, e) : NULL;
		gpointer known;
		if (key && g_hash_table_lookup_extended(others, key, NULL, &known) && e->confidence > GPOINTER_TO_UINT(known))
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
	d->edges_risen = edges_surer(head, base_edges);
	d->edges_fallen = edges_surer(base, head_edges);
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
	g_array_unref(d->edges_risen);
	g_array_unref(d->edges_fallen);
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

/* -> the best confidence of such a report */
static GHashTable *locks_keys(const LoSolution *sol)
{
	GHashTable *keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint32 i = 0; i < sol->reports->len; i++) {
		const LoReportRow *r = lo_report_row(sol, i);
		char *key = locks_key(sol, r);
		if (GPOINTER_TO_UINT(g_hash_table_lookup(keys, key)) <= r->confidence)
			g_hash_table_insert(keys, key, GUINT_TO_POINTER(r->confidence));
		else
			g_free(key);
	}
	return keys;
}

static gboolean has_edge(const LoReportRow *r, const gboolean *edges)
{
	for (guint i = 0; i < r->edges->len; i++)
		if (edges[g_array_index(r->edges, guint32, i)])
			return TRUE;
	return FALSE;
}

/* Only these kinds are made of edges alone. */
static gboolean is_of_edges(const LoReportRow *r)
{
	return r->edges->len && (r->kind == LO_REPORT_CYCLE || r->kind == LO_REPORT_RECURSION || r->kind == LO_REPORT_WAIT);
}

/* Who gets to see it: nobody by default, who looks at a change, or who looks at the tree. */
static guint audience(guint confidence)
{
	return (confidence >= LO_CONFIDENCE_NEW) + (confidence >= LO_CONFIDENCE_DEFAULT);
}

typedef struct {
	const LoSolution *sol;
	GHashTable *keys, *locks;	/* of the reports of the other side */
	gboolean *beyond, *surer;	/* per edge: the other side has not its like, or none as sure */
} Causes;

/* A report that another stands for on the other side is news to those only who were not told of that. */
static gboolean is_caused(const Causes *c, const LoReportRow *r)
{
	g_autofree char *key = locks_key(c->sol, r);
	gpointer known = g_hash_table_lookup(c->locks, key);

	if (!is_of_edges(r))
		return !g_hash_table_contains(c->locks, key) && !g_hash_table_contains(c->keys, r->key);
	if (has_edge(r, c->beyond) && !g_hash_table_contains(c->keys, r->key))
		return TRUE;
	return (has_edge(r, c->beyond) || has_edge(r, c->surer)) && audience(r->confidence) > audience(GPOINTER_TO_UINT(known));
}

static gboolean *mark_beyond(const LoSolution *sol, GHashTable *others)
{
	gboolean *marks = g_new0(gboolean, sol->edges->len + 1);

	for (guint32 i = 0; i < sol->edges->len; i++) {
		g_autofree char *key = edge_key(sol, lo_edge_ends(sol, i));
		marks[i] = !g_hash_table_contains(others, key);
	}
	return marks;
}

static gboolean *mark_positions(const LoSolution *sol, const GArray *positions)
{
	gboolean *marks = g_new0(gboolean, sol->edges->len + 1);

	for (guint i = 0; i < positions->len; i++)
		marks[g_array_index(positions, guint32, i)] = TRUE;
	return marks;
}

static void keep_caused(GArray *reports, const LoSolution *sol, const LoSolution *other, const GArray *surer)
{
	g_autoptr(GHashTable) edges = edge_keys(other), locks = locks_keys(other), keys = report_keys(other);
	g_autofree gboolean *beyond = mark_beyond(sol, edges), *sure = mark_positions(sol, surer);
	const Causes c = { sol, keys, locks, beyond, sure };

	g_array_set_size(reports, 0);
	for (guint32 i = 0; i < sol->reports->len; i++)
		if (is_caused(&c, lo_report_row(sol, i)))
			g_array_append_val(reports, i);
}

void lo_diff_keep_caused(LoDiff *d)
{
	keep_caused(d->reports_new, d->head, d->base, d->edges_risen);
	keep_caused(d->reports_gone, d->base, d->head, d->edges_fallen);
}
