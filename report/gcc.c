/*
 * As gcc warns, so that editors and CI show a report where it is: one warning
 * for each report, and notes that walk the chains in the order of execution.
 * The facts have lines only: the column is always 1.
 */
#include "report/formats.h"

#include "report/chain.h"

static void put_place(GString *out, const char *file, guint32 line, const char *severity)
{
	lo_text_put(out, file && file[0] ? file : "<unknown>");
	g_string_append_printf(out, ":%u:1: %s: ", MAX(line, 1), severity);
}

static void put_warning(GString *out, const LoSolution *sol, const LoReportRow *r)
{
	const LoHop *site = lo_report_site(sol, r);

	put_place(out, site ? site->file : NULL, site ? site->line : 1, "warning");
	g_string_append_printf(out, "%s, confidence %u%%: ", lo_report_title(r->kind), r->confidence);
	lo_put_cycle(out, sol, r, NULL);
	g_string_append(out, " [-Wlock-order]\n");
}

/* `held` NULL: nothing has been taken before. */
static void put_notes(GString *out, const GArray *chain, guint number, const LoClassRow *lock, LoHold hold,
		      const LoClassRow *held)
{
	for (guint i = 0; chain && i < chain->len; i++) {
		const LoHop *hop = &g_array_index(chain, LoHop, i);

		put_place(out, hop->file, hop->line, "note");
		g_string_append_printf(out, "#%u: ", number);
		lo_put_step(out, chain, i, lock->name, hold);
		if (held && i + 1 == chain->len) {
			g_string_append(out, " while ");
			lo_text_put(out, held->name);
			g_string_append(out, " is held");
		}
		g_string_append_c(out, '\n');
	}
}

static void put_edge(GString *out, const LoSolution *sol, const LoEdgeRow *e, guint number)
{
	const LoClassRow *from = lo_class_row(sol, e->from), *to = lo_class_row(sol, e->to);

	put_notes(out, e->from_chain, number, from, e->from_hold, NULL);
	put_notes(out, e->to_chain, number, to, e->to_hold, from);
}

static void put_context(GString *out, const GArray *chain, LoReportKind kind)
{
	for (guint i = 0; chain && i < chain->len; i++) {
		const LoHop *hop = &g_array_index(chain, LoHop, i);

		put_place(out, hop->file, hop->line, "note");
		if (kind == LO_REPORT_IRQ)
			g_string_append(out, "interrupted by ");
		lo_text_put(out, hop->function);
		if (kind != LO_REPORT_IRQ)
			g_string_append_printf(out, " %s", hop->note);
		g_string_append_c(out, '\n');
	}
}

static void put_report(GString *out, const LoSolution *sol, const LoReportRow *r)
{
	put_warning(out, sol, r);
	for (guint i = 0; i < r->edges->len; i++)
		put_edge(out, sol, lo_edge_row(sol, g_array_index(r->edges, guint32, i)), i);
	put_context(out, r->context, r->kind);
}

gboolean lo_render_gcc(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error G_GNUC_UNUSED)
{
	g_autoptr(GArray) shown = lo_reports_shown(sol, opt);

	for (guint i = 0; i < shown->len; i++)
		put_report(out, sol, lo_report_row(sol, g_array_index(shown, guint32, i)));
	return TRUE;
}
