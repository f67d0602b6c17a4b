/* The picture of a view as a libcgraph graph. */
#pragma once

#include <graphviz/cgraph.h>

#include "report/graph.h"
#include "report/look.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Agraph_t, agclose)

/* What is being drawn, and where. */
typedef struct {
	Agraph_t *g;
	const LoSolution *sol;
	const LoGraphView *view;
	const LoRenderOptions *opt;	/* may be NULL */
	LoTheme theme;
} LoDrawing;

Agraph_t *lo_graph_draw(const LoSolution *sol, const LoGraphView *v, const LoRenderOptions *opt);	/* agclose() it */

/* An empty directed graph that is written the same way each time. */
Agraph_t *lo_graph_open(const char *name);

/* ---- what draw.c and its legend share ---- */

/* The style of an edge; several may hold. */
typedef enum {
	LO_LINE_SHARED = 1, LO_LINE_WEAK = 2, LO_LINE_CYCLE = 4, LO_LINE_ADDED = 8, LO_LINE_REMOVED = 16,
} LoLineStyle;

LoLineStyle lo_draw_line_style(const LoDrawing *d, const LoEdgeRow *e);
void lo_draw_set_line(const LoDrawing *d, Agedge_t *edge, LoLineStyle style);

/* libcgraph 2.43 takes char * where it only reads. */
void lo_draw_set(void *object, const char *name, const char *value);

void lo_draw_legend(const LoDrawing *d);

/* ---- image.c ---- */

/* libgvc: lays out and renders to `type`. */
gboolean lo_image_render(Agraph_t *g, const char *type, GString *out, GError **error);
