/* What draw.c and its legend share: the picture, and how its lines look. */
#pragma once

#include <graphviz/cgraph.h>

#include "report/graph.h"
#include "report/look.h"

/* What is being drawn, and where. */
typedef struct {
	Agraph_t *g;
	const LoSolution *sol;
	const LoGraphView *view;
	const LoRenderOptions *opt;	/* may be NULL */
	LoTheme theme;
} LoDrawing;

/* The style of an edge; several may hold. */
typedef enum {
	LO_LINE_SHARED = 1, LO_LINE_WEAK = 2, LO_LINE_CYCLE = 4, LO_LINE_ADDED = 8, LO_LINE_REMOVED = 16,
} LoLineStyle;

LoLineStyle lo_draw_line_style(const LoDrawing *d, const LoEdgeRow *e);
void lo_draw_set_line(const LoDrawing *d, Agedge_t *edge, LoLineStyle style);

/* libcgraph 2.43 takes char * where it only reads. */
void lo_draw_set(void *object, const char *name, const char *value);

gboolean lo_edge_is_shared(const LoEdgeRow *e);	/* one of its locks is not held, or taken, exclusively */
