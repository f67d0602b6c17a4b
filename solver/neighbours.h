/*
 * Which locks can be on a cycle with an edge that came, those on the most
 * likely ways back from its end to its beginning, and which were with one that
 * went, those of the stored reports.
 */
#pragma once

#include "facts/solution.h"

/* An edge between classes, as LoOrders names them; the strings are lent. */
typedef struct {
	const char *from, *to;
	guint confidence;	/* 0..100, no less than it will be */
} LoNamedEdge;

/* Adds the classes of the stored reports with one of these edges. */
void lo_neighbours_add_reported(const LoOrders *orders, const GArray *edges, GHashTable *labels);

/*
 * Adds to `labels` (a set of char *, owned) the classes on cycles through the
 * edges `through` (LoNamedEdge), in the graph of `orders` and these together.
 */
void lo_neighbours_add(const LoOrders *orders, const GArray *through, GHashTable *labels);
