/*
 * What came and went between two solutions: order edges and reports.
 *
 * Ids differ between solutions, so lock classes are compared by name and by
 * the file that initialises them, edges by their classes and by how each is
 * held, reports by their keys: nothing of it changes when lines move.
 */
#pragma once

#include "report/report.h"

typedef struct {
	const LoSolution *base, *head;	/* borrowed: valid as long as they are */
	GArray *edges_gone;		/* guint32, positions in base->edges, ascending */
	GArray *edges_new;		/* in head->edges */
	GArray *reports_gone;		/* in base->reports */
	GArray *reports_new;		/* in head->reports */
} LoDiff;

/* Of several edges that are alike the first, the best, stands for all. */
LoDiff *lo_diff_new(const LoSolution *base, const LoSolution *head);
void lo_diff_free(LoDiff *d);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoDiff, lo_diff_free)

/*
 * Leaves out reports that did not come or go with an edge: of the same kind and
 * over the same locks there is one on the other side, or no edge of theirs is
 * new (gone), so that they are another way to show what was there already.
 */
void lo_diff_keep_caused(LoDiff *d);

/* How many of `reports` (positions in sol->reports) the options leave. */
guint lo_diff_count_shown(const LoSolution *sol, const GArray *reports, const LoRenderOptions *opt);

/* Edges, then the reports that came in full, then those that went by their locks.  `edges` FALSE: reports only. */
void lo_diff_text(const LoDiff *d, const LoRenderOptions *opt, gboolean edges, GString *out);
void lo_diff_json(const LoDiff *d, const LoRenderOptions *opt, GString *out);

/* The reports that came, in a format for reports. */
gboolean lo_diff_render(const LoDiff *d, const LoReportFormat *format, const LoRenderOptions *opt, GString *out, GError **error);

/* A picture of type "dot", "svg" or "png": the orders that came and went, in the cycles that they close and closed. */
gboolean lo_diff_draw(const LoDiff *d, const char *type, const LoRenderOptions *opt, GString *out, GError **error);
