#include "common/pack.h"

#include <string.h>

void lo_pack_u32(GByteArray *out, guint32 v)
{
	g_byte_array_append(out, (const guint8 *)&v, sizeof(v));
}

void lo_pack_data(GByteArray *out, gconstpointer data, gsize len)
{
	guint64 n = len;

	g_byte_array_append(out, (const guint8 *)&n, sizeof(n));
	if (len)
		g_byte_array_append(out, data, (guint)len);
}

void lo_pack_array(GByteArray *out, const GArray *array, gsize element_size)
{
	lo_pack_u32(out, array->len);
	if (array->len)
		g_byte_array_append(out, (const guint8 *)array->data, (guint)(array->len * element_size));
}

static gconstpointer take(LoUnpacker *u, gsize len)
{
	gconstpointer at = u->p;

	if (u->bad || (gsize)(u->end - u->p) < len) {
		u->bad = TRUE;
		return NULL;
	}
	u->p += len;
	return at;
}

guint32 lo_unpack_u32(LoUnpacker *u)
{
	gconstpointer at = take(u, sizeof(guint32));
	guint32 v = 0;

	if (at)
		memcpy(&v, at, sizeof(v));
	return v;
}

gconstpointer lo_unpack_data(LoUnpacker *u, gsize *len)
{
	gconstpointer at = take(u, sizeof(guint64));
	guint64 n = 0;

	if (at)
		memcpy(&n, at, sizeof(n));
	at = take(u, n);
	*len = at ? n : 0;
	return at;
}

LoUnpacker lo_unpack_part(LoUnpacker *u)
{
	gsize len;
	const guint8 *data = lo_unpack_data(u, &len);

	return (LoUnpacker){ data, data ? data + len : NULL, u->bad };
}

GArray *lo_unpack_array(LoUnpacker *u, gsize element_size)
{
	guint32 n = lo_unpack_u32(u);
	gconstpointer at = take(u, n * element_size);
	GArray *array = g_array_sized_new(FALSE, FALSE, (guint)element_size, at ? n : 0);

	if (at && n)
		g_array_append_vals(array, at, n);
	return array;
}
