/*
 * Gate locks: what is held whenever a function runs, by all who call it.
 *
 * Only locks of one object count that are held exclusively.  A function that
 * something else than a direct call may start is entered with nothing held.
 */
#pragma once

#include "orders/classes.h"
#include "orders/strata.h"

typedef struct LoGates LoGates;

LoGates *lo_gates_new(LoVals *vals, LoSummary *const *summaries, guint n, LoClasses *classes);
void lo_gates_free(LoGates *g);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoGates, lo_gates_free)

/* LoClassId, owned by the caller, sorted: held where the edge's two locks meet, besides these two. */
GArray *lo_gates_of_edge(LoGates *g, const LoEdge *e);
