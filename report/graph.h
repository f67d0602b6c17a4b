/*
 * The order graph as a picture: which classes and edges are shown, and how
 * they look.  libcgraph builds it, libgvc draws it.
 *
 * An LoGraphView is a selection by id out of a solution; it does not keep the
 * solution, and is valid as long as that is.
 */
#pragma once

#include "report/report.h"

typedef struct {
	GArray *classes;	/* guint32, sorted */
	GArray *edges;		/* guint32, sorted: the best edge for each pair of classes */
	GHashTable *marked;	/* set of (from, to) in a cycle, see lo_graph_view_mark_report() */
	GArray *marked_nodes;	/* guint32, sorted: classes of the cycle */
	char *title;
	guint left_out;		/* edges not shown since the picture would be too large */
} LoGraphView;

#define LO_GRAPH_MAX_EDGES 150

/* Every class and edge of the reports that the options leave, the cycles marked. */
LoGraphView *lo_graph_view_reports(const LoSolution *sol, const LoRenderOptions *opt);
/* One report, as numbered by lo_reports_shown() from 1. */
LoGraphView *lo_graph_view_cycle(const LoSolution *sol, const LoRenderOptions *opt, guint number, GError **error);
/* What is within `depth` edges of the classes, in either direction; cycles through them are marked. */
LoGraphView *lo_graph_view_around(const LoSolution *sol, const LoRenderOptions *opt, const GArray *classes, guint depth);
void lo_graph_view_free(LoGraphView *v);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoGraphView, lo_graph_view_free)

gboolean lo_graph_view_is_marked(const LoGraphView *v, guint32 from, guint32 to);

/* `type` is "dot", "svg" or "png"; appends the bytes. */
gboolean lo_graph_render(const LoSolution *sol, const LoGraphView *v, const char *type, GString *out, GError **error);
