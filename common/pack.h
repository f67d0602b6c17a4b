/*
 * Plain data one after another in one run of bytes, and back: for what the
 * program itself writes and reads again, not for other programs or machines.
 *
 * Reading checks lengths only.  The first read beyond the end makes the reader
 * bad, and it stays bad: from then on it gives zeroes and empty arrays, so one
 * look at `bad` at the end is enough before what was read is used.
 */
#pragma once

#include <glib.h>

typedef struct {
	const guint8 *p, *end;	/* borrowed */
	gboolean bad;
} LoUnpacker;

void lo_pack_u32(GByteArray *out, guint32 v);
void lo_pack_data(GByteArray *out, gconstpointer data, gsize len);	/* and its length */
void lo_pack_array(GByteArray *out, const GArray *array, gsize element_size);

guint32 lo_unpack_u32(LoUnpacker *u);
/* Valid as long as the bytes; NULL and *len 0 when bad. */
gconstpointer lo_unpack_data(LoUnpacker *u, gsize *len);
LoUnpacker lo_unpack_part(LoUnpacker *u);	/* of what lo_pack_data() put, to be unpacked by itself */
/* A new array, never NULL. */
GArray *lo_unpack_array(LoUnpacker *u, gsize element_size);
