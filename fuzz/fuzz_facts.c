/* The stored form of functions and units: what decodes must print, and decode again to the same bytes. */
#include "facts/ir.h"
#include "fuzz/fuzz.h"

static void try_func(const uint8_t *data, size_t size)
{
	g_autoptr(LoFunc) f = lo_func_decode(data, size, NULL), again = NULL;
	g_autoptr(GBytes) first = NULL, second = NULL;
	g_autoptr(GString) out = g_string_new(NULL);

	if (!f)
		return;
	lo_func_print(f, out);
	first = lo_func_encode(f);
	again = lo_func_decode(g_bytes_get_data(first, NULL), g_bytes_get_size(first), NULL);
	g_assert_nonnull(again);
	second = lo_func_encode(again);
	g_assert(g_bytes_equal(first, second));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(LoUnit) u = lo_unit_decode(data, size, NULL);

	try_func(data, size);
	for (guint i = 0; u && i < u->funcs->len; i++) {
		GBytes *code = g_ptr_array_index(u->func_code, i);

		try_func(g_bytes_get_data(code, NULL), g_bytes_get_size(code));
	}
	return 0;
}
