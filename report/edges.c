/* The order edges as lines or JSON. */
#include "report/lists.h"

#include "common/escape.h"
#include "report/chain.h"
#include "report/json.h"

static gboolean *id_set(const LoSolution *sol, const GArray *ids)
{
	gboolean *set = g_new0(gboolean, sol->classes->len + 1);

	for (guint i = 0; i < sol->classes->len; i++)
		set[i] = !ids;
	for (guint i = 0; ids && i < ids->len; i++)
		set[g_array_index(ids, guint32, i)] = TRUE;
	return set;
}

/* Ids of the edges between the two sets, in the solution's order. */
static GArray *select_edges(const LoSolution *sol, const GArray *from, const GArray *to)
{
	g_autofree gboolean *in_from = id_set(sol, from), *in_to = id_set(sol, to);
	GArray *ids = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint32 i = 0; i < sol->edges->len; i++) {
		const LoEdgeRow *e = lo_edge_ends(sol, i);

		if (in_from[e->from] && in_to[e->to])
			g_array_append_val(ids, i);
	}
	return ids;
}

static void put_where(GString *line, const LoEdgeRow *e)
{
	const LoHop *last = lo_chain_last(e->to_chain);

	lo_escape_append(line, last ? last->file : "");
	g_string_append_printf(line, ":%u\t", last ? last->line : 0);
	lo_escape_append(line, last ? last->function : "");
}

static char *edge_line(const LoEdgeRow *e, const char *from, const char *to)
{
	GString *line = g_string_new(NULL);

	lo_escape_append(line, from);
	g_string_append_c(line, '\t');
	lo_escape_append(line, to);
	g_string_append_printf(line, "\t%s->%s\t", lo_hold_name(e->from_hold), lo_hold_name(e->to_hold));
	put_where(line, e);
	g_string_append_printf(line, "\t%u", e->confidence);
	return g_string_free(line, FALSE);
}

static void add_lines(GPtrArray *lines, const LoEdgeRow *e, const LoClassRow *from, const LoClassRow *to)
{
	for (guint i = 0; i < from->names->len; i++)
		for (guint j = 0; j < to->names->len; j++)
			g_ptr_array_add(lines, edge_line(e, g_ptr_array_index(from->names, i),
							 g_ptr_array_index(to->names, j)));
}

static gint compare_lines(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void lo_edges_tsv(const LoSolution *sol, const GArray *from, const GArray *to, GString *out)
{
	g_autoptr(GArray) ids = select_edges(sol, from, to);
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < ids->len; i++) {
		const LoEdgeRow *e = lo_edge_row(sol, g_array_index(ids, guint32, i));

		add_lines(lines, e, lo_class_row(sol, e->from), lo_class_row(sol, e->to));
	}
	g_ptr_array_sort(lines, compare_lines);
	for (guint i = 0; i < lines->len; i++) {
		const char *line = g_ptr_array_index(lines, i);

		if (!i || strcmp(line, g_ptr_array_index(lines, i - 1)))
			g_string_append_printf(out, "%s\n", line);
	}
}

void lo_edges_json(const LoSolution *sol, const GArray *from, const GArray *to, GString *out)
{
	g_autoptr(GArray) ids = select_edges(sol, from, to);
	g_autoptr(json_t) root = json_pack("{s:i}", "version", LO_JSON_VERSION);
	json_t *edges = json_array();

	for (guint i = 0; i < ids->len; i++)
		json_array_append_new(edges, lo_json_edge(sol, lo_edge_row(sol, g_array_index(ids, guint32, i))));
	json_object_set_new(root, "edges", edges);
	lo_json_append(out, root);
}
