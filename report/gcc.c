/*
 * As gcc warns, so that editors and CI show a report where it is: one warning
 * for each report, and notes that walk the chains in the order of execution.
 * The facts have lines only: columns are read off the sources, where they are
 * still there, otherwise they are 1.
 */
#include "report/formats.h"

#include "common/escape.h"
#include "report/chain.h"
#include "report/source.h"

typedef struct {
	GString *out;
	const LoSolution *sol;
	LoSources *sources;
} Writer;

/* Hop `i` of `chain`, which may be empty or NULL. */
static void put_place(const Writer *w, const GArray *chain, guint i, const char *severity)
{
	const LoHop *hop = chain && i < chain->len ? &g_array_index(chain, LoHop, i) : NULL;
	guint32 column = hop ? lo_sources_column(w->sources, hop->file, hop->line, lo_chain_callee(chain, i)) : 1;

	lo_escape_append(w->out, hop && hop->file && hop->file[0] ? hop->file : "<unknown>");
	g_string_append_printf(w->out, ":%u:%u: %s: ", MAX(hop ? hop->line : 1, 1), MAX(column, 1), severity);
}

static void put_warning(const Writer *w, guint32 id)
{
	const LoReportRow *r = lo_report_row(w->sol, id);

	put_place(w, lo_report_site_chain(w->sol, r), 0, "warning");
	g_string_append_printf(w->out, "%s, confidence %u%%", lo_report_title(r->kind), r->confidence);
	lo_put_variant_count(w->out, w->sol, id);
	g_string_append(w->out, ": ");
	lo_put_cycle(w->out, w->sol, r, NULL);
	g_string_append(w->out, " [-Wlock-order]\n");
}

/* `held` NULL: nothing has been taken before. */
static void put_notes(const Writer *w, const GArray *chain, guint number, const LoClassRow *lock, LoHold hold,
		      const LoClassRow *held)
{
	for (guint i = 0; chain && i < chain->len; i++) {
		put_place(w, chain, i, "note");
		g_string_append_printf(w->out, "#%u: ", number);
		lo_put_step(w->out, chain, i, lock->name, hold);
		if (held && i + 1 == chain->len) {
			g_string_append(w->out, " while ");
			lo_escape_append(w->out, held->name);
			g_string_append(w->out, " is held");
		}
		g_string_append_c(w->out, '\n');
	}
}

static void put_edge(const Writer *w, const LoEdgeRow *e, guint number)
{
	const LoClassRow *from = lo_class_row(w->sol, e->from), *to = lo_class_row(w->sol, e->to);

	put_notes(w, e->from_chain, number, from, e->from_hold, NULL);
	put_notes(w, e->to_chain, number, to, e->to_hold, from);
}

static void put_context(const Writer *w, const GArray *chain, LoReportKind kind)
{
	for (guint i = 0; chain && i < chain->len; i++) {
		const LoHop *hop = &g_array_index(chain, LoHop, i);

		put_place(w, chain, i, "note");
		if (kind == LO_REPORT_IRQ)
			g_string_append(w->out, "interrupted by ");
		lo_escape_append(w->out, hop->function);
		if (kind != LO_REPORT_IRQ)
			g_string_append_printf(w->out, " %s", hop->note);
		g_string_append_c(w->out, '\n');
	}
}

static void put_report(const Writer *w, guint32 id)
{
	const LoReportRow *r = lo_report_row(w->sol, id);

	put_warning(w, id);
	for (guint i = 0; i < r->edges->len; i++)
		put_edge(w, lo_edge_row(w->sol, g_array_index(r->edges, guint32, i)), i);
	put_context(w, r->context, r->kind);
}

gboolean lo_render_gcc(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error G_GNUC_UNUSED)
{
	g_autoptr(LoSources) sources = lo_sources_of(opt);
	g_autoptr(GArray) shown = lo_reports_shown(sol, opt);
	const Writer w = { out, sol, sources };

	for (guint i = 0; i < shown->len; i++)
		put_report(&w, g_array_index(shown, guint32, i));
	return TRUE;
}
