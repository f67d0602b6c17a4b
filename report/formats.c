#include "report/formats.h"

#include "common/error.h"
#include "report/chain.h"
#include "report/paint.h"

const LoReportFormat lo_report_formats[] = {
	{ "text", "for people, in the manner of lockdep", lo_render_text },
	{ "gcc", "as a compiler warns, for editors and CI", lo_render_gcc },
	{ "json", "for programs, see docs/json-format.md", lo_render_json },
	{ "sarif", "SARIF 2.1.0, for code scanning", lo_render_sarif },
	{ "html", "one page with search, pictures and source", lo_render_html },
	{ "dot", "the locks of the reports as a graph, for graphviz", lo_render_dot },
	{ "svg", "that graph, drawn", lo_render_svg },
	{ "png", "that graph, drawn in pixels", lo_render_png },
	{ NULL, NULL, NULL },
};

char *lo_report_format_names(void)
{
	GString *names = g_string_new(NULL);

	for (const LoReportFormat *f = lo_report_formats; f->name; f++)
		g_string_append_printf(names, "%s%s", names->len ? ", " : "", f->name);
	return g_string_free(names, FALSE);
}

const LoReportFormat *lo_report_format(const char *name, GError **error)
{
	g_autofree char *names = NULL;

	for (const LoReportFormat *f = lo_report_formats; f->name; f++)
		if (!strcmp(f->name, name))
			return f;
	names = lo_report_format_names();
	g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "no format '%s': one of %s", name, names);
	return NULL;
}

static gboolean is_shown(const LoReportRow *r, const LoRenderOptions *opt)
{
	if (r->held_back && r->held_back[0] && !(opt && opt->all))
		return FALSE;
	return !opt || (r->confidence >= opt->min_confidence && (opt->variants || !r->variant_of));
}

GArray *lo_reports_shown(const LoSolution *sol, const LoRenderOptions *opt)
{
	GArray *shown = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint32 i = 0; i < sol->reports->len; i++) {
		if (opt && opt->limit && shown->len == opt->limit)
			break;
		if (is_shown(lo_report_row(sol, i), opt))
			g_array_append_val(shown, i);
	}
	return shown;
}

const char *lo_report_title(LoReportKind kind)
{
	switch (kind) {
	case LO_REPORT_CYCLE:
		return "possible circular locking dependency";
	case LO_REPORT_RECURSION:
		return "possible recursive locking";
	case LO_REPORT_IRQ:
		return "possible irq lock inversion dependency";
	case LO_REPORT_WAIT:
		return "possible circular dependency through a wait";
	case LO_REPORT_IMBALANCE:
		return "lock imbalance";
	}
	return "unknown kind of report";
}

void lo_put_cycle(GString *out, const LoSolution *sol, const LoReportRow *r, const LoPaint *paint)
{
	guint n = r->classes->len;

	for (guint i = 0; i < n + (n > 1); i++) {
		if (i)
			g_string_append(out, " --> ");
		lo_paint_text(out, paint, LO_INKED_LOCK, lo_report_class(sol, r, i)->name);
	}
}

static guint chain_length(const GArray *chain)
{
	return chain ? chain->len : 0;
}

static gboolean is_plainer(const LoEdgeRow *a, const LoEdgeRow *b)
{
	if (a->hops != b->hops)
		return a->hops < b->hops;
	return chain_length(a->from_chain) + chain_length(a->to_chain) < chain_length(b->from_chain) + chain_length(b->to_chain);
}

static const LoEdgeRow *plainest_edge(const LoSolution *sol, const LoReportRow *r)
{
	const LoEdgeRow *best = NULL;

	for (guint i = 0; i < r->edges->len; i++) {
		const LoEdgeRow *e = lo_edge_row(sol, g_array_index(r->edges, guint32, i));

		if (chain_length(e->to_chain) && (!best || is_plainer(e, best)))
			best = e;
	}
	return best;
}

const GArray *lo_report_site_chain(const LoSolution *sol, const LoReportRow *r)
{
	const LoEdgeRow *e = r->root < r->edges->len ? lo_edge_row(sol, g_array_index(r->edges, guint32, r->root)) : NULL;

	if (!e || !chain_length(e->to_chain))
		e = plainest_edge(sol, r);
	return e ? e->to_chain : r->context;
}

const LoHop *lo_report_site(const LoSolution *sol, const LoReportRow *r)
{
	return lo_chain_first(lo_report_site_chain(sol, r));
}

GArray *lo_report_variants(const LoSolution *sol, guint32 id)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint32 i = id + 1; i < sol->reports->len; i++)
		if (lo_report_row(sol, i)->variant_of == id + 1)
			g_array_append_val(found, i);
	return found;
}

void lo_put_variant_count(GString *out, const LoSolution *sol, guint32 id)
{
	g_autoptr(GArray) variants = lo_report_variants(sol, id);

	if (variants->len)
		g_string_append_printf(out, ", %u variant%s", variants->len, variants->len == 1 ? "" : "s");
}
