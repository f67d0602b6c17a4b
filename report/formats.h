/*
 * The formats behind lo_report_formats, one file each, and what they share.
 */
#pragma once

#include "report/report.h"
#include "report/source.h"

gboolean lo_render_text(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error);
gboolean lo_render_gcc(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error);
gboolean lo_render_json(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error);
gboolean lo_render_sarif(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error);
gboolean lo_render_dot(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error);
gboolean lo_render_svg(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error);
gboolean lo_render_html(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error);
gboolean lo_render_png(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error);

/* One order edge as in the text report: both holds, both chains, an empty line.  `paint` may be NULL. */
void lo_put_edge(GString *out, const LoSolution *sol, const LoEdgeRow *e, guint number, const LoPaint *paint);

/*
 * The first `limit` of these edges of one order, as lo_put_edge(), and how many are left.  Edges that read the same, of
 * one place that runs in several threads say, are shown once.  `counts`: the first is number `number`, otherwise all are.
 */
void lo_put_edges(GString *out, const LoSolution *sol, const GArray *ids, guint limit, guint number, gboolean counts,
		  const LoPaint *paint);

/* "2 reports, 11 more after these (--limit 0 shows them), ...": how many the options leave out, and the one that shows
 * them.  `shown` is the length of lo_reports_shown(); `opt` may be NULL. */
void lo_put_shown(GString *out, const LoSolution *sol, const LoRenderOptions *opt, guint shown);

/* The sources as the options have them; these may be NULL. */
static inline LoSources *lo_sources_of(const LoRenderOptions *opt)
{
	return lo_sources_new(opt ? opt->root : NULL, opt ? opt->edited : NULL);
}

/* "possible circular locking dependency", in lockdep's words. */
const char *lo_report_title(LoReportKind kind);

/* The class at position `i` of the report's cycle, which begins again after the last. */
static inline const LoClassRow *lo_report_class(const LoSolution *sol, const LoReportRow *r, guint i)
{
	return lo_class_row(sol, g_array_index(r->classes, guint32, i % r->classes->len));
}

/* "a --> b --> a"; the bare name for a report of one lock.  `paint` may be NULL. */
void lo_put_cycle(GString *out, const LoSolution *sol, const LoReportRow *r, const LoPaint *paint);

/* Where a person would look first: where both locks meet in the order that is most likely the wrong one.
 * NULL when the report has no chain at all. */
const LoHop *lo_report_site(const LoSolution *sol, const LoReportRow *r);
/* The chain that begins there; NULL as well. */
const GArray *lo_report_site_chain(const LoSolution *sol, const LoReportRow *r);

/* The reports that share the root cause of report `id`, as positions in sol->reports.  Caller unrefs. */
GArray *lo_report_variants(const LoSolution *sol, guint32 id);

/* The other cycles that the doubtful order of report `id` closes; `all`: not the first few only.  `paint` may be NULL. */
void lo_put_variants(GString *out, const LoSolution *sol, guint32 id, gboolean all, const LoPaint *paint);

/* ", 1 variant", ", 2 variants"; nothing when there is none. */
void lo_put_variant_count(GString *out, const LoSolution *sol, guint32 id);
