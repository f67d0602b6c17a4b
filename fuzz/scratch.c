#include "fuzz/scratch.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Targets are functions without a context: what lives from one input to the next is here. */
static char *folder;
static GHashTable *paths;

static void remove_all(void)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		g_remove(path);
	}
	g_rmdir(folder);
	g_hash_table_unref(paths);
	g_free(folder);
}

const char *fuzz_scratch(const char *name)
{
	char *path;

	if (!folder) {
		folder = g_dir_make_tmp("lo-fuzz-XXXXXX", NULL);
		g_assert_nonnull(folder);
		paths = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
		atexit(remove_all);
	}
	path = g_hash_table_lookup(paths, name);
	if (!path) {
		path = g_build_filename(folder, name, NULL);
		g_hash_table_insert(paths, (char *)name, path);
	}
	return path;
}
