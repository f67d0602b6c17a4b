#include "solver/merge.h"

#include "solver/build.h"
#include "solver/roots.h"

#include <string.h>

/* A row of a part, with the place in the result's array that it gets. */
typedef struct {
	guint part;
	guint32 row, place;
} Origin;

typedef struct {
	LoSolution *into;
	const GPtrArray *parts;
	guint32 **classes, **edges, **reports;	/* per part: row -> row of the result */
} Merge;

static LoSolution *part_at(const Merge *m, guint i)
{
	return g_ptr_array_index(m->parts, i);
}

static guint32 **maps_new(const Merge *m, gsize array_at)
{
	guint32 **maps = g_new0(guint32 *, m->parts->len + 1);

	for (guint i = 0; i < m->parts->len; i++)
		maps[i] = g_new0(guint32, G_STRUCT_MEMBER(GArray *, part_at(m, i), array_at)->len + 1);
	return maps;
}

static void maps_free(const Merge *m, guint32 **maps)
{
	for (guint i = 0; i < m->parts->len; i++)
		g_free(maps[i]);
	g_free(maps);
}

/* Gives a row of a part to the result; the part's is cleared. */
static void move_row(GArray *to, GArray *from, guint row, gsize size)
{
	char *at = from->data + row * size;

	g_array_append_vals(to, at, 1);
	memset(at, 0, size);
}

/* ---- classes ---- */

static gint by_class(gconstpointer a, gconstpointer b, gpointer data)
{
	const Origin *x = a, *y = b;
	const Merge *m = data;
	int order = lo_compare_class_rows(&g_array_index(part_at(m, x->part)->classes, LoClassRow, x->row),
					  &g_array_index(part_at(m, y->part)->classes, LoClassRow, y->row));

	return order ? order : x->part != y->part ? (x->part < y->part ? -1 : 1) : (x->row > y->row) - (x->row < y->row);
}

static GArray *origins_of(const Merge *m, gsize array_at)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(Origin));

	for (guint p = 0; p < m->parts->len; p++)
		for (guint i = 0; i < G_STRUCT_MEMBER(GArray *, part_at(m, p), array_at)->len; i++) {
			Origin o = { p, i, 0 };
			g_array_append_val(all, o);
		}
	return all;
}

static void merge_classes(Merge *m)
{
	g_autoptr(GArray) all = origins_of(m, G_STRUCT_OFFSET(LoSolution, classes));
	GArray *out = m->into->classes;

	m->classes = maps_new(m, G_STRUCT_OFFSET(LoSolution, classes));
	g_array_sort_with_data(all, by_class, m);
	for (guint i = 0; i < all->len; i++) {
		const Origin *o = &g_array_index(all, Origin, i);
		GArray *from = part_at(m, o->part)->classes;
		/* within a part they are different, whatever they are called */
		gboolean known = i && g_array_index(all, Origin, i - 1).part != o->part && out->len &&
			!lo_compare_class_rows(&g_array_index(out, LoClassRow, out->len - 1), &g_array_index(from, LoClassRow, o->row));
		if (!known)
			move_row(out, from, o->row, sizeof(LoClassRow));
		m->classes[o->part][o->row] = out->len - 1;
	}
}

/* ---- edges ---- */

static gboolean same_chain(const GArray *a, const GArray *b)
{
	if (a->len != b->len)
		return FALSE;
	for (guint i = 0; i < a->len; i++) {
		const LoHop *x = &g_array_index(a, LoHop, i), *y = &g_array_index(b, LoHop, i);
		if (x->line != y->line || strcmp(x->function, y->function) || strcmp(x->file, y->file) || strcmp(x->note, y->note))
			return FALSE;
	}
	return TRUE;
}

static gint by_edge(gconstpointer a, gconstpointer b, gpointer data)
{
	const Origin *x = a, *y = b;
	const Merge *m = data;
	int order = lo_compare_edge_rows(&g_array_index(part_at(m, x->part)->edges, LoEdgeRow, x->row),
					 &g_array_index(part_at(m, y->part)->edges, LoEdgeRow, y->row));

	return order ? order : x->part != y->part ? (x->part < y->part ? -1 : 1) : (x->row > y->row) - (x->row < y->row);
}

static gboolean same_edge(const LoEdgeRow *a, const LoEdgeRow *b)
{
	return !lo_compare_edge_rows(a, b) && same_chain(a->from_chain, b->from_chain) && same_chain(a->to_chain, b->to_chain);
}

static void number_classes(const Merge *m)
{
	for (guint p = 0; p < m->parts->len; p++)
		for (guint i = 0; i < part_at(m, p)->edges->len; i++) {
			LoEdgeRow *e = &g_array_index(part_at(m, p)->edges, LoEdgeRow, i);
			e->from = m->classes[p][e->from];
			e->to = m->classes[p][e->to];
		}
}

static void merge_edges(Merge *m)
{
	number_classes(m);
	g_autoptr(GArray) all = origins_of(m, G_STRUCT_OFFSET(LoSolution, edges));
	GArray *out = m->into->edges;

	m->edges = maps_new(m, G_STRUCT_OFFSET(LoSolution, edges));
	g_array_sort_with_data(all, by_edge, m);
	for (guint i = 0; i < all->len; i++) {
		const Origin *o = &g_array_index(all, Origin, i);
		GArray *from = part_at(m, o->part)->edges;
		if (!out->len || !same_edge(&g_array_index(out, LoEdgeRow, out->len - 1), &g_array_index(from, LoEdgeRow, o->row)))
			move_row(out, from, o->row, sizeof(LoEdgeRow));
		m->edges[o->part][o->row] = out->len - 1;
	}
}

/* ---- reports ---- */

static void number_report(const Merge *m, guint part, LoReportRow *r)
{
	for (guint i = 0; i < r->classes->len; i++)
		g_array_index(r->classes, guint32, i) = m->classes[part][g_array_index(r->classes, guint32, i)];
	for (guint i = 0; i < r->edges->len; i++)
		g_array_index(r->edges, guint32, i) = m->edges[part][g_array_index(r->edges, guint32, i)];
}

static const char *last_file(const GArray *chain)
{
	return chain && chain->len ? g_array_index(chain, LoHop, chain->len - 1).file : "";
}

/* What it says: the same kind over the same locks, taken in the same files, is one report, whichever main() leads there. */
static char *content_of(const LoSolution *sol, const LoReportRow *r)
{
	GString *out = g_string_new(lo_report_kind_name(r->kind));

	for (guint i = 0; i < r->classes->len; i++)
		g_string_append_printf(out, " %u", g_array_index(r->classes, guint32, i));
	for (guint i = 0; i < r->edges->len; i++) {
		const LoEdgeRow *e = &g_array_index(sol->edges, LoEdgeRow, g_array_index(r->edges, guint32, i));
		g_string_append_printf(out, " %s %s", last_file(e->from_chain), last_file(e->to_chain));
	}
	for (guint i = 0; i < r->context->len; i++) {
		const LoHop *h = &g_array_index(r->context, LoHop, i);
		g_string_append_printf(out, " %s:%u", h->file, h->line);
	}
	return g_string_free(out, FALSE);
}

static void merge_reports(Merge *m)
{
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GArray *out = m->into->reports;

	m->reports = maps_new(m, G_STRUCT_OFFSET(LoSolution, reports));
	for (guint p = 0; p < m->parts->len; p++)
		for (guint i = 0; i < part_at(m, p)->reports->len; i++) {
			GArray *from = part_at(m, p)->reports;
			LoReportRow *r = &g_array_index(from, LoReportRow, i);
			number_report(m, p, r);
			/* those that it is a variant of come first */
			r->variant_of = r->variant_of ? m->reports[p][r->variant_of - 1] + 1 : 0;
			g_autofree char *content = content_of(m->into, r);
			guint place = GPOINTER_TO_UINT(g_hash_table_lookup(known, content));
			if (!place) {
				move_row(out, from, i, sizeof(LoReportRow));
				place = out->len;
				g_hash_table_insert(known, g_steal_pointer(&content), GUINT_TO_POINTER(place));
			}
			m->reports[p][i] = place - 1;
		}
}

static void call_after_files(const LoSolution *sol, LoReportRow *r)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

	g_checksum_update(sum, (const guchar *)r->key, -1);
	for (guint i = 0; i < r->classes->len; i++) {
		const char *file = g_array_index(sol->classes, LoClassRow, g_array_index(r->classes, guint32, i)).file;
		g_checksum_update(sum, (const guchar *)file, (gssize)strlen(file) + 1);
	}
	g_free(r->key);
	r->key = g_strndup(g_checksum_get_string(sum), 16);
}

static void tell_apart(LoSolution *sol)
{
	g_autoptr(GHashTable) count = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < sol->reports->len; i++) {
		const char *key = g_array_index(sol->reports, LoReportRow, i).key;
		guint n = GPOINTER_TO_UINT(g_hash_table_lookup(count, key));
		g_hash_table_replace(count, g_strdup(key), GUINT_TO_POINTER(n + 1));
	}
	for (guint i = 0; i < sol->reports->len; i++) {
		LoReportRow *r = &g_array_index(sol->reports, LoReportRow, i);
		if (GPOINTER_TO_UINT(g_hash_table_lookup(count, r->key)) > 1)
			call_after_files(sol, r);
	}
}

void lo_merge_solutions(LoSolution *into, const GPtrArray *parts)
{
	Merge m = { .into = into, .parts = parts };

	merge_classes(&m);
	merge_edges(&m);
	merge_reports(&m);
	tell_apart(into);
	lo_sort_reports(into);
	maps_free(&m, m.classes);
	maps_free(&m, m.edges);
	maps_free(&m, m.reports);
}
