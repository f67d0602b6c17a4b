/*
 * Cycles through a completion: a lock that is held while waiting for it, and
 * one that is taken before it is signalled.
 *
 * The second is an order by guess, for nothing says that this thread and not
 * another signals; so these cycles are looked for apart from those over locks,
 * short, and with one completion each.
 */
#pragma once

#include "solver/cycles.h"

#define LO_MAX_WAIT_CYCLE 4

/*
 * edges[i].before: it leads from a completion to what is taken before it is signalled; the others are
 * plain orders.  Arrays of indices of edges, in order, beginning with the completion's; owned by the caller.
 */
GPtrArray *lo_wait_cycles_find(const LoCycleEdge *edges, guint32 n_edges, guint32 n_nodes);
