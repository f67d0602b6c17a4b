/*
 * Which locks can be on a cycle with an edge that came or went: those on the
 * cheapest ways back from its end to its beginning.
 */
#pragma once

#include "facts/solution.h"

/* An edge between classes, as LoOrders names them; the strings are lent. */
typedef struct {
	const char *from, *to;
} LoNamedEdge;

/*
 * Adds to `labels` (a set of char *, owned) the classes on cycles through the
 * edges `through` (LoNamedEdge) in the graph of `orders` without `without` and
 * with `through`.
 */
void lo_neighbours_add(const LoOrders *orders, const GArray *through, const GArray *without, GHashTable *labels);
