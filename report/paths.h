/*
 * Ways through the order graph: in how many steps, and through which locks,
 * does one lock come to be held while another is taken?
 */
#pragma once

#include "report/report.h"

#define LO_PATHS_MAX_STEPS 32

/* The edges of a solution by class.  Valid as long as the solution. */
typedef struct {
	const LoSolution *sol;
	guint32 *first;		/* class -> position in `order`; one more at the end */
	guint32 *order;		/* edge ids by (from, to, id) */
} LoOrderIndex;

LoOrderIndex *lo_order_index_new(const LoSolution *sol);
void lo_order_index_free(LoOrderIndex *ix);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoOrderIndex, lo_order_index_free)

/* The edges from one class to another, best first.  Caller unrefs. */
GArray *lo_order_edges(const LoOrderIndex *ix, guint32 from, guint32 to);

typedef struct {
	GPtrArray *paths;	/* GArray of guint32 classes, from first to last; shortest first, then by id */
	gboolean more;		/* there are more than `limit` */
} LoPaths;

/* Simple paths of at least one edge from any of `from` to any of `to`: all of
 * the shortest length, and of up to `longer` steps more.  At most `limit`. */
LoPaths *lo_paths_find(const LoOrderIndex *ix, const GArray *from, const GArray *to, guint longer, guint limit);
void lo_paths_free(LoPaths *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoPaths, lo_paths_free)
