/* docs/json-format.md describes the output: change both together. */
#include "report/json.h"

#include "report/chain.h"
#include "report/formats.h"

json_t *lo_json_string(const char *s)
{
	g_autofree char *valid = g_utf8_make_valid(s ? s : "", -1);

	return json_string(valid);
}

static json_t *hop_json(const LoHop *hop)
{
	return json_pack("{s:o, s:o, s:I, s:o}", "function", lo_json_string(hop->function), "file",
			 lo_json_string(hop->file), "line", (json_int_t)hop->line, "note", lo_json_string(hop->note));
}

json_t *lo_json_chain(const GArray *chain)
{
	json_t *hops = json_array();

	for (guint i = 0; chain && i < chain->len; i++)
		json_array_append_new(hops, hop_json(&g_array_index(chain, LoHop, i)));
	return hops;
}

json_t *lo_json_edge(const LoSolution *sol, const LoEdgeRow *e)
{
	return json_pack("{s:o, s:o, s:s, s:s, s:b, s:b, s:i, s:i, s:o, s:o}",
			 "from", lo_json_string(lo_class_row(sol, e->from)->name),
			 "to", lo_json_string(lo_class_row(sol, e->to)->name),
			 "from_held", lo_hold_name(e->from_hold), "to_held", lo_hold_name(e->to_hold),
			 "from_try", e->from_try, "same_instance", e->same_instance,
			 "indirect_hops", (int)e->hops, "confidence", (int)e->confidence,
			 "from_chain", lo_json_chain(e->from_chain), "to_chain", lo_json_chain(e->to_chain));
}

static json_t *class_names(const LoSolution *sol, const GArray *ids)
{
	json_t *names = json_array();

	for (guint i = 0; i < ids->len; i++)
		json_array_append_new(names, lo_json_string(lo_class_row(sol, g_array_index(ids, guint32, i))->name));
	return names;
}

static json_t *edges_json(const LoSolution *sol, const GArray *ids)
{
	json_t *edges = json_array();

	for (guint i = 0; i < ids->len; i++)
		json_array_append_new(edges, lo_json_edge(sol, lo_edge_row(sol, g_array_index(ids, guint32, i))));
	return edges;
}

/* Edges without their chains, which are most of the text: a doubtful variant is told by its locks and places. */
static json_t *brief_edges_json(const LoSolution *sol, const GArray *ids)
{
	json_t *edges = json_array();

	for (guint i = 0; i < ids->len; i++) {
		const LoEdgeRow *e = lo_edge_row(sol, g_array_index(ids, guint32, i));
		const LoHop *last = lo_chain_last(e->to_chain);
		json_array_append_new(edges, json_pack("{s:o, s:o, s:i, s:o, s:o, s:I}",
			"from", lo_json_string(lo_class_row(sol, e->from)->name),
			"to", lo_json_string(lo_class_row(sol, e->to)->name), "confidence", (int)e->confidence,
			"function", lo_json_string(last ? last->function : ""), "file", lo_json_string(last ? last->file : ""),
			"line", (json_int_t)(last ? last->line : 0)));
	}
	return edges;
}

#define IN_FULL 50	/* variants that are likely: there are few */

json_t *lo_json_report(const LoSolution *sol, const LoReportRow *r)
{
	const LoReportRow *of = r->variant_of ? lo_report_row(sol, r->variant_of - 1) : NULL;
	gboolean brief = of && r->confidence < IN_FULL;

	return json_pack("{s:s, s:o, s:i, s:o, s:o, s:o, s:s?, s:i, s:o, s:o}", "kind", lo_report_kind_name(r->kind),
			 "locks", class_names(sol, r->classes), "confidence", (int)r->confidence,
			 "reasons", lo_json_string(r->reasons), "key", lo_json_string(r->key),
			 "held_back", lo_json_string(r->held_back), "variant_of", of ? of->key : NULL,
			 "root", (int)r->root, "edges", brief ? brief_edges_json(sol, r->edges) : edges_json(sol, r->edges),
			 "context", lo_json_chain(r->context));
}

void lo_json_append(GString *out, const json_t *value)
{
	char *text = json_dumps(value, JSON_INDENT(2) | JSON_ENCODE_ANY);

	g_string_append(out, text);
	g_string_append_c(out, '\n');
	free(text);
}

gboolean lo_render_json(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error G_GNUC_UNUSED)
{
	g_autoptr(GArray) shown = lo_reports_shown(sol, opt);
	g_autoptr(json_t) root = json_pack("{s:i}", "version", LO_JSON_VERSION);
	json_t *reports = json_array();

	for (guint i = 0; i < shown->len; i++)
		json_array_append_new(reports, lo_json_report(sol, lo_report_row(sol, g_array_index(shown, guint32, i))));
	json_object_set_new(root, "reports", reports);
	lo_json_append(out, root);
	return TRUE;
}
