/* A difference as text and as JSON. */
#include "report/chain.h"
#include "report/diff_internal.h"
#include "report/formats.h"
#include "report/json.h"
#include "report/paint.h"

GArray *lo_diff_reports_shown(const LoSolution *sol, const GArray *reports, const LoRenderOptions *opt)
{
	g_autofree gboolean *wanted = g_new0(gboolean, sol->reports->len + 1);
	LoRenderOptions all = *opt;
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint i = 0; i < reports->len; i++)
		wanted[g_array_index(reports, guint32, i)] = TRUE;
	all.limit = 0;
	g_autoptr(GArray) shown = lo_reports_shown(sol, &all);
	for (guint i = 0; i < shown->len; i++) {
		guint32 id = g_array_index(shown, guint32, i);

		if (wanted[id] && (!opt->limit || out->len < opt->limit))
			g_array_append_val(out, id);
	}
	return out;
}

guint lo_diff_count_shown(const LoSolution *sol, const GArray *reports, const LoRenderOptions *opt)
{
	g_autoptr(GArray) shown = lo_diff_reports_shown(sol, reports, opt);

	return shown->len;
}

/* ---- text ---- */

static void put_sign(GString *out, char sign, const LoPaint *paint)
{
	lo_paint_text(out, paint, sign == '+' ? LO_INKED_ADDED : LO_INKED_REMOVED, (char[]){ sign, 0 });
	g_string_append_c(out, ' ');
}

static void put_edge_line(GString *out, char sign, const LoSolution *sol, const LoEdgeRow *e, const LoPaint *paint)
{
	const LoHop *where = lo_chain_last(e->to_chain);

	put_sign(out, sign, paint);
	lo_paint_text(out, paint, LO_INKED_LOCK, lo_class_row(sol, e->from)->name);
	g_string_append(out, " -> ");
	lo_paint_text(out, paint, LO_INKED_LOCK, lo_class_row(sol, e->to)->name);
	g_string_append_printf(out, "  %s->%s%s", lo_hold_name(e->from_hold), lo_hold_name(e->to_hold),
			       e->from_try ? ", trylock" : "");
	if (where) {
		g_string_append(out, "  ");
		lo_put_hop(out, where, paint);
	}
	g_string_append_printf(out, "  %u%%\n", e->confidence);
}

static void put_edge_lines(GString *out, char sign, const LoSolution *sol, const GArray *edges, const LoPaint *paint)
{
	for (guint i = 0; i < edges->len; i++)
		put_edge_line(out, sign, sol, lo_edge_row(sol, g_array_index(edges, guint32, i)), paint);
}

static void put_report_line(GString *out, char sign, const LoSolution *sol, const LoReportRow *r, const LoPaint *paint)
{
	put_sign(out, sign, paint);
	g_string_append_printf(out, "%s ", lo_report_kind_name(r->kind));
	for (guint i = 0; i < r->classes->len; i++) {
		g_string_append(out, i ? " -> " : "");
		lo_paint_text(out, paint, LO_INKED_LOCK, lo_class_row(sol, g_array_index(r->classes, guint32, i))->name);
	}
	g_string_append_printf(out, "  %u%%  key %s\n", r->confidence, r->key);
}

static void put_report_lines(GString *out, char sign, const LoSolution *sol, const GArray *reports, const LoPaint *paint)
{
	for (guint i = 0; i < reports->len; i++)
		put_report_line(out, sign, sol, lo_report_row(sol, g_array_index(reports, guint32, i)), paint);
}

static void put_edges_of(GString *out, const LoSolution *sol, const GArray *reports, const LoRenderOptions *opt)
{
	for (guint i = 0; i < reports->len; i++) {
		guint32 id = g_array_index(reports, guint32, i);
		const LoReportRow *r = lo_report_row(sol, id);

		put_report_line(out, '+', sol, r, opt->paint);
		for (guint k = 0; k < r->edges->len; k++)
			lo_put_edge(out, sol, lo_edge_row(sol, g_array_index(r->edges, guint32, k)), k, opt->paint);
		lo_put_variants(out, sol, id, opt->all, opt->paint);
	}
}

void lo_diff_text(const LoDiff *d, const LoRenderOptions *opt, gboolean edges, GString *out)
{
	g_autoptr(GArray) came = lo_diff_reports_shown(d->head, d->reports_new, opt);
	g_autoptr(GArray) went = lo_diff_reports_shown(d->base, d->reports_gone, opt);

	if (edges) {
		g_string_append_printf(out, "orders: %u new, %u gone\n", d->edges_new->len, d->edges_gone->len);
		put_edge_lines(out, '+', d->head, d->edges_new, opt->paint);
		put_edge_lines(out, '-', d->base, d->edges_gone, opt->paint);
	}
	g_string_append_printf(out, "reports: %u new, %u gone\n", came->len, went->len);
	put_edges_of(out, d->head, came, opt);
	put_report_lines(out, '-', d->base, went, opt->paint);
	lo_paint_wrap(opt->paint, out);
}

/* ---- JSON ---- */

static json_t *edges_json(const LoSolution *sol, const GArray *ids)
{
	json_t *list = json_array();

	for (guint i = 0; i < ids->len; i++)
		json_array_append_new(list, lo_json_edge(sol, lo_edge_row(sol, g_array_index(ids, guint32, i))));
	return list;
}

static json_t *reports_json(const LoSolution *sol, const GArray *reports, const LoRenderOptions *opt)
{
	g_autoptr(GArray) shown = lo_diff_reports_shown(sol, reports, opt);
	json_t *list = json_array();

	for (guint i = 0; i < shown->len; i++)
		json_array_append_new(list, lo_json_report(sol, lo_report_row(sol, g_array_index(shown, guint32, i))));
	return list;
}

void lo_diff_json(const LoDiff *d, const LoRenderOptions *opt, GString *out)
{
	g_autoptr(json_t) root = json_pack("{s:i, s:o, s:o, s:o, s:o}", "version", LO_JSON_VERSION,
					   "new_edges", edges_json(d->head, d->edges_new),
					   "gone_edges", edges_json(d->base, d->edges_gone),
					   "new_reports", reports_json(d->head, d->reports_new, opt),
					   "gone_reports", reports_json(d->base, d->reports_gone, opt));

	lo_json_append(out, root);
}
