/*
 * Cycles of the order graph that can deadlock: closed strong paths.
 *
 * A path is strong when no recursive reader is followed by a reader
 * (lockdep-design.rst, "recursive read locks"): -(*R)-> then -(S*)-> does not
 * block.  For each edge of a strongly connected component the shortest strong
 * way back is taken, for a plain edge some more; cycles over the same classes
 * are one.
 */
#pragma once

#include <glib.h>

typedef struct {
	guint32 from, to;
	guint8 from_shared;	/* held by a reader of either kind */
	guint8 to_recursive;	/* asked for by a recursive reader */
	guint32 cost;		/* of the path search: less sure edges cost more; at least 1 */
	guint8 plain;		/* a short direct one: also the next cheapest cycles through it are wanted,
				 * where few edges lead on from its lock */
	guint8 before;		/* by a guess: in cycles of its own only, wait_cycles.h */
} LoCycleEdge;

/* Arrays (GArray of guint32: indices of edges, in order), owned; in order of their first edge. */
GPtrArray *lo_cycles_find(const LoCycleEdge *edges, guint32 n_edges, guint32 n_nodes, guint max_length);
