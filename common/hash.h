/*
 * Content hashes: SHA-256 cut to 128 bits, enough to tell contents apart even
 * where somebody tries to make them collide.
 */
#pragma once

#include <glib.h>

#define LO_HASH_SIZE 16

typedef struct {
	guint8 bytes[LO_HASH_SIZE];
} LoHash;

LoHash lo_hash_data(gconstpointer data, gsize len);
/* Of a regular file's contents; LO_ERROR_IO otherwise. */
gboolean lo_hash_file(const char *path, LoHash *out, GError **error);
char *lo_hash_to_hex(const LoHash *h);		/* 32 digits; transfer full */
char *lo_hash_strings(const char *const *strings);	/* of a NULL-terminated vector, as hex; transfer full */
