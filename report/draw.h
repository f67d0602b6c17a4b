/* The picture of a view as a libcgraph graph. */
#pragma once

#include <graphviz/cgraph.h>

#include "report/graph.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Agraph_t, agclose)

Agraph_t *lo_graph_draw(const LoSolution *sol, const LoGraphView *v, const LoRenderOptions *opt);	/* agclose() it */

/* An empty directed graph that is written the same way each time. */
Agraph_t *lo_graph_open(const char *name);

/* ---- image.c ---- */

/* libgvc: lays out and renders to `type`. */
gboolean lo_image_render(Agraph_t *g, const char *type, GString *out, GError **error);
