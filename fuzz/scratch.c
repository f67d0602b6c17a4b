#include "fuzz/scratch.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/temp_folder.h"

/* Targets are functions without a context: what lives from one input to the next is here. */
static LoTempFolder *folder;
static GHashTable *paths;

static void remove_all(void)
{
	lo_temp_folder_free(folder);
	g_hash_table_unref(paths);
}

const char *fuzz_scratch(const char *name)
{
	char *path;

	if (!folder) {
		folder = lo_temp_folder_new();
		g_assert_nonnull(folder);
		paths = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
		atexit(remove_all);
	}
	path = g_hash_table_lookup(paths, name);
	if (!path) {
		path = g_build_filename(lo_temp_folder_path(folder), name, NULL);
		g_hash_table_insert(paths, (char *)name, path);
	}
	return path;
}

const char *fuzz_scratch_write(const char *name, const uint8_t *data, size_t size)
{
	const char *path = fuzz_scratch(name);
	FILE *f = fopen(path, "w");
	gboolean ok = f && fwrite(data, 1, size, f) == size;

	return f && !fclose(f) && ok ? path : NULL;
}
