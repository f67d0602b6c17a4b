/* C source, to facts. */
#include "frontend/unit.h"
#include "fuzz/fuzz.h"
#include "fuzz/scratch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const args[] = { "-xc", "-fsyntax-only", "-Wno-everything", "-ferror-limit=0", "-nostdinc", NULL };
	const char *path = fuzz_scratch_write("input.c", data, size);
	g_autofree char *dir = path ? g_path_get_dirname(path) : NULL;
	g_autoptr(LoUnit) u = NULL;

	if (!path)
		return 0;
	u = lo_frontend_read("input.c", dir, args, NULL, NULL);
	for (guint i = 0; u && i < u->funcs->len; i++) {
		g_autoptr(GBytes) code = lo_func_encode(u->funcs->pdata[i]);
		g_autoptr(GString) out = g_string_new(NULL);
		g_autoptr(LoFunc) f = lo_func_decode(g_bytes_get_data(code, NULL), g_bytes_get_size(code), NULL);

		g_assert_nonnull(f);
		lo_func_print(f, out);
	}
	return 0;
}
