#include "solver/key.h"

#include <string.h>

static int compare_lines(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *edge_line(const LoSolution *sol, guint32 id)
{
	const LoEdgeRow *e = &g_array_index(sol->edges, LoEdgeRow, id);
	const LoClassRow *classes = (const LoClassRow *)(void *)sol->classes->data;
	const char *function = e->to_chain->len ? g_array_index(e->to_chain, LoHop, 0).function : "";

	return g_strdup_printf("%s\n%s\n%s\n", classes[e->from].name, classes[e->to].name, function);
}

static char *place_line(const LoSolution *sol, const LoReportRow *r, guint i)
{
	const LoHop *hop = &g_array_index(r->context, LoHop, i);
	guint32 row = r->classes->len ? g_array_index(r->classes, guint32, 0) : G_MAXUINT32;

	return g_strdup_printf("%s\n%s\n%s\n", row < sol->classes->len ? g_array_index(sol->classes, LoClassRow, row).name : "",
			       hop->function, hop->note);
}

char *lo_report_key(const LoSolution *sol, const LoReportRow *r)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);

	g_checksum_update(sum, (const guchar *)lo_report_kind_name(r->kind), -1);
	for (guint i = 0; i < r->edges->len; i++)
		g_ptr_array_add(lines, edge_line(sol, g_array_index(r->edges, guint32, i)));
	/* no order, but places in a function */
	for (guint i = 0; !r->edges->len && i < r->context->len; i++)
		g_ptr_array_add(lines, place_line(sol, r, i));
	g_ptr_array_sort(lines, compare_lines);
	for (guint i = 0; i < lines->len; i++)
		g_checksum_update(sum, g_ptr_array_index(lines, i), -1);
	return g_strndup(g_checksum_get_string(sum), 16);
}
