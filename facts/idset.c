#include "facts/idset.h"

static gint compare(gconstpointer x, gconstpointer y)
{
	guint32 a = *(const guint32 *)x, b = *(const guint32 *)y;

	return a < b ? -1 : a > b;
}

void lo_ids_sort(GArray *ids)
{
	guint n = 0;

	g_array_sort(ids, compare);
	for (guint i = 0; i < ids->len; i++) {
		guint32 id = g_array_index(ids, guint32, i);
		if (n == 0 || g_array_index(ids, guint32, n - 1) != id)
			g_array_index(ids, guint32, n++) = id;
	}
	g_array_set_size(ids, n);
}

GByteArray *lo_ids_pack(const GArray *sorted)
{
	GByteArray *out = g_byte_array_new();
	guint32 last = 0;

	for (guint i = 0; i < sorted->len; i++) {
		guint32 delta = g_array_index(sorted, guint32, i) - last;
		last += delta;
		while (delta >= 0x80) {
			g_byte_array_append(out, &(guint8){ (guint8)(delta | 0x80) }, 1);
			delta >>= 7;
		}
		g_byte_array_append(out, &(guint8){ (guint8)delta }, 1);
	}
	return out;
}

gboolean lo_ids_unpack(const guint8 *data, gsize len, GArray *ids)
{
	guint64 last = 0, delta = 0;
	guint shift = 0;

	for (gsize i = 0; i < len; i++) {
		if (shift > 28)
			return FALSE;
		delta |= (guint64)(data[i] & 0x7f) << shift;
		shift += 7;
		if (data[i] & 0x80)
			continue;
		last += delta;
		if (delta == 0 || last > G_MAXUINT32)
			return FALSE;
		guint32 id = (guint32)last;
		g_array_append_val(ids, id);
		delta = shift = 0;
	}
	return shift == 0;
}
