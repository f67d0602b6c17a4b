/*
 * Bytes made smaller and back, in pieces that several threads work on at a
 * time.  The result depends on the bytes only, not on the number of threads.
 * For what the program itself writes and reads again.
 */
#pragma once

#include <glib.h>

/* Caller frees. */
GBytes *lo_deflate(const guint8 *data, gsize len);
/* NULL: the bytes are not what lo_deflate() gave.  Takes no more memory than 1,032 times `len`, which is zlib's bound. */
GBytes *lo_inflate(const guint8 *data, gsize len);
