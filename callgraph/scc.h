/*
 * Strongly connected components in bottom-up order (Tarjan 1972), on an
 * explicit stack: call chains are user input.
 */
#pragma once

#include <glib.h>

/* For qsort() of guint32. */
int lo_compare_ids(const void *a, const void *b);

typedef struct {
	guint32 n;
	guint32 *first;		/* n + 1: successors of i are succ[first[i]..first[i+1]) */
	guint32 *succ;
} LoGraph;

typedef struct {
	guint32 n_comps;
	guint32 *comp_of;	/* per node; callees' components have smaller numbers */
	guint32 *order;		/* nodes, component by component, bottom-up; within one by id */
	guint32 *first;		/* n_comps + 1: component c is order[first[c]..first[c+1]) */
} LoScc;

/* Takes pairs (from, to) and makes the successor lists, sorted and unique. Consumes nothing. */
LoGraph *lo_graph_new(guint32 n, const GArray *pairs);
void lo_graph_free(LoGraph *g);
LoScc *lo_scc_new(const LoGraph *g);
void lo_scc_free(LoScc *s);

typedef struct {
	guint32 from, to;
} LoPair;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoGraph, lo_graph_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoScc, lo_scc_free)
