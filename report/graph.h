/*
 * The order graph as a picture: which classes and edges are shown, and how
 * they look.  libcgraph builds it, libgvc draws it.
 *
 * An LoGraphView is a selection by id out of a solution; it does not keep the
 * solution, and is valid as long as that is.  Where it would be too large to be
 * read, the classes that matter least are drawn as one node for each folder.
 */
#pragma once

#include "report/report.h"

#define LO_GRAPH_MAX_NODES 60
#define LO_GRAPH_MAX_EDGES 150

/* A node of the picture: a class id, or with this bit a position in `folders`. */
#define LO_GRAPH_FOLDER 0x80000000u

typedef struct {
	GArray *classes;	/* guint32, sorted: drawn as a node each */
	GPtrArray *folders;	/* char *, sorted: drawn as a node each, for the classes not drawn */
	GHashTable *folder_of;	/* class not drawn -> its node */
	GArray *edges;		/* guint32, sorted: one edge for each pair of nodes, of two classes the best */
	GHashTable *behind;	/* pair of nodes -> how many pairs of classes it stands for */
	GHashTable *marked;	/* pairs of nodes in a cycle */
	GHashTable *added, *removed;	/* pairs of nodes that a change makes or ends */
	GArray *marked_nodes;	/* guint32, sorted: classes of the cycle */
	char *title;
	char *anchor;		/* NULL, or a word that the ids of this picture start with, on a page of several */
	guint left_out;		/* edges not shown since the picture would be too large */
} LoGraphView;

/* Every class and edge of the reports that the options leave, the cycles marked. */
LoGraphView *lo_graph_view_reports(const LoSolution *sol, const LoRenderOptions *opt);
/* One report, as numbered by lo_reports_shown() from 1. */
LoGraphView *lo_graph_view_cycle(const LoSolution *sol, const LoRenderOptions *opt, guint number, GError **error);
/* What is within `depth` edges of the classes, in either direction; cycles through them are marked. */
LoGraphView *lo_graph_view_around(const LoSolution *sol, const LoRenderOptions *opt, const GArray *classes, guint depth);
/* What a change does: edges (ids in `sol`, which holds those of before and after; NULL: none) that it adds and
 * removes, and all reports of `sol`: the first `came` of them it brings, the others it ends. */
LoGraphView *lo_graph_view_change(const LoSolution *sol, const GArray *added, const GArray *removed, guint came);
void lo_graph_view_free(LoGraphView *v);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoGraphView, lo_graph_view_free)

guint32 lo_graph_view_node(const LoGraphView *v, guint32 class);
gboolean lo_graph_view_is_marked(const LoGraphView *v, guint32 from, guint32 to);
gboolean lo_graph_view_is_added(const LoGraphView *v, guint32 from, guint32 to);
gboolean lo_graph_view_is_removed(const LoGraphView *v, guint32 from, guint32 to);
/* How many pairs of classes the edge between these two classes stands for. */
guint lo_graph_view_behind(const LoGraphView *v, guint32 from, guint32 to);

/* `type` is "dot", "svg" or "png"; appends the bytes.  `opt` may be NULL. */
gboolean lo_graph_render(const LoSolution *sol, const LoGraphView *v, const LoRenderOptions *opt, const char *type,
			 GString *out, GError **error);

/* The svg without the lines before <svg, and without colours for dark paper: to be put into a page that has them. */
gboolean lo_graph_render_inline(const LoSolution *sol, const LoGraphView *v, const LoRenderOptions *opt, GString *out,
				GError **error);
