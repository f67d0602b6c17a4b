/*
 * A set of 64-bit keys that are hashes already: open addressing, 8 bytes a
 * slot.  A zeroed one is empty; where there are millions of keys, a table of
 * pointers costs three times as much.
 */
#pragma once

#include <glib.h>

typedef struct {
	guint64 *slots;		/* 0: free */
	guint32 size, n;	/* size: a power of two, or 0 */
} LoKeySet;

gboolean lo_key_set_has(const LoKeySet *s, guint64 key);
gboolean lo_key_set_add(LoKeySet *s, guint64 key);	/* FALSE: it was there */
void lo_key_set_clear(LoKeySet *s);			/* empty, and its memory freed */
