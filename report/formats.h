/*
 * The formats behind lo_report_formats, one file each, and what they share.
 */
#pragma once

#include "report/report.h"

gboolean lo_render_text(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error);
gboolean lo_render_json(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error);
gboolean lo_render_dot(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error);
gboolean lo_render_svg(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error);
gboolean lo_render_png(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error);

/* One order edge as in the text report: both holds, both chains, an empty line. */
void lo_put_edge(GString *out, const LoSolution *sol, const LoEdgeRow *e, guint number);
