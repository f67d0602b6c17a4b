/* Patches and mails, applied to a file; the input is the patch, a NUL, and the file. */
#include <string.h>

#include "common/patch.h"
#include "fuzz/fuzz.h"

/* A name that is taken must lead to a place below the tree. */
static void check_path(const char *path)
{
	g_auto(GStrv) parts = path ? g_strsplit(path, "/", -1) : NULL;

	g_assert(!path || path[0] != '/');
	g_assert(!parts || !g_strv_contains((const char *const *)parts, ".."));
}

static void apply_all(const LoPatch *p, const char *contents, gsize len)
{
	for (guint i = 0; i < p->files->len; i++) {
		const LoPatchFile *f = g_ptr_array_index(p->files, i);
		GString *out = lo_patch_apply(p, f, contents, len, NULL);

		check_path(f->old_path);
		check_path(f->new_path);
		if (out)
			g_string_free(out, TRUE);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *nul = size ? memchr(data, 0, size) : NULL;
	gsize n = nul ? (gsize)(nul - data) : size;
	const char *contents = nul ? (const char *)nul + 1 : "";
	gsize len = nul ? size - n - 1 : 0;
	g_autoptr(LoPatch) p = lo_patch_parse("fuzz.patch", (const char *)data, n, 1, NULL);

	if (!p)
		return 0;
	apply_all(p, contents, len);
	lo_patch_reverse(p);
	apply_all(p, contents, len);
	return 0;
}
