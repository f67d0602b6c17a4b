#include "common/stable_array.h"

guint32 lo_stable_array_add(LoStableArray *a, gpointer p)
{
	guint64 at = (guint64)a->n + (1u << LO_STABLE_FIRST_BITS);
	guint piece = (guint)g_bit_storage(at) - 1 - LO_STABLE_FIRST_BITS;
	guint64 first = (guint64)1 << (piece + LO_STABLE_FIRST_BITS);

	if (at == first)
		a->pieces[piece] = g_new0(gpointer, first);
	a->pieces[piece][at - first] = p;
	return a->n++;
}

void lo_stable_array_clear(LoStableArray *a, GDestroyNotify destroy)
{
	for (guint32 i = 0; destroy && i < a->n; i++)
		destroy(lo_stable_array_get(a, i));
	for (guint i = 0; i < G_N_ELEMENTS(a->pieces); i++)
		g_free(a->pieces[i]);
	*a = (LoStableArray){ 0 };
}
