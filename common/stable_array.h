/*
 * Pointers in an array that grows and never moves: one thread may add to it
 * while others read what they have been told the index of.  A zeroed one is
 * empty.
 */
#pragma once

#include <glib.h>

#define LO_STABLE_FIRST_BITS 6		/* of the length of the first piece; each further one has that of all before it, and the first's */

typedef struct {
	gpointer *pieces[33 - LO_STABLE_FIRST_BITS];
	guint32 n;			/* for who adds */
} LoStableArray;

/* By one thread at a time; the index. */
guint32 lo_stable_array_add(LoStableArray *a, gpointer p);
/* `destroy`: of each pointer, or NULL. */
void lo_stable_array_clear(LoStableArray *a, GDestroyNotify destroy);

static inline gpointer lo_stable_array_get(const LoStableArray *a, guint32 i)
{
	guint64 at = (guint64)i + (1u << LO_STABLE_FIRST_BITS);
	guint piece = (guint)g_bit_storage(at) - 1 - LO_STABLE_FIRST_BITS;

	return a->pieces[piece][at - ((guint64)1 << (piece + LO_STABLE_FIRST_BITS))];
}
