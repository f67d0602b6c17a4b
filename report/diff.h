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
	GArray *edges_risen;		/* in head->edges: in both, but of what a change differs in, and surer than in base */
	GArray *edges_fallen;		/* in base->edges, surer than in head */
	GArray *reports_gone;		/* in base->reports */
	GArray *reports_new;		/* in head->reports */
} LoDiff;

/* Of several edges that are alike the first, the best, stands for all. */
LoDiff *lo_diff_new(const LoSolution *base, const LoSolution *head);
void lo_diff_free(LoDiff *d);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoDiff, lo_diff_free)

/*
 * Leaves those reports of a change that came or went with an edge.  Left out are those of which another of the same kind
 * and over the same locks is on the other side, or of which no edge is new (gone): they show in another way what was there
 * already.  One that was there in doubt is told when an edge is surer now by what the change differs in, and it is shown
 * to people to whom it was not.
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
