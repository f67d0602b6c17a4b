/*
 * Sets of row ids as the store keeps them in a blob: sorted, each as the
 * difference from the one before, in LEB128.
 */
#pragma once

#include <glib.h>

/* Sorts the guint32s and drops double ones. */
void lo_ids_sort(GArray *ids);
GByteArray *lo_ids_pack(const GArray *sorted);
/* Appends to `ids`; FALSE for bytes that pack never writes. */
gboolean lo_ids_unpack(const guint8 *data, gsize len, GArray *ids);
