/*
 * Compile commands for a directory that has none: every C file, with -I for
 * each directory that holds headers.
 */
#include "frontend/compdb.h"

#include <string.h>
#include <sys/stat.h>

#include "common/error.h"

enum {
	MAX_DEPTH = 64,		/* of directories */
	MAX_INCLUDE_DIRS = 256,	/* each costs an open() for each #include */
};

typedef struct {
	GPtrArray *sources;
	GPtrArray *include_dirs;
} Found;

static gboolean is_real_dir(const char *path)
{
	struct stat st;

	return !lstat(path, &st) && S_ISDIR(st.st_mode);
}

static void look_at(Found *found, const char *path, gboolean *has_header)
{
	struct stat st;

	if (g_str_has_suffix(path, ".h"))
		*has_header = TRUE;
	else if (g_str_has_suffix(path, ".c") && !stat(path, &st) && S_ISREG(st.st_mode))
		g_ptr_array_add(found->sources, g_strdup(path));
}

/* Symbolic links to directories are not followed: they make loops and lead out of the tree. */
static void walk(Found *found, const char *dir, guint depth)
{
	g_autoptr(GDir) d = depth < MAX_DEPTH ? g_dir_open(dir, 0, NULL) : NULL;
	gboolean has_header = FALSE;
	const char *name;

	while (d && (name = g_dir_read_name(d))) {
		g_autofree char *path = NULL;

		if (name[0] == '.')
			continue;
		path = g_build_filename(dir, name, NULL);
		if (is_real_dir(path))
			walk(found, path, depth + 1);
		else
			look_at(found, path, &has_header);
	}
	if (has_header || g_str_has_suffix(dir, "/include"))
		g_ptr_array_add(found->include_dirs, g_strdup(dir));
}

/* Directories called "include" first, then by path: two headers of one name are
 * likelier meant to be found there. */
static gint by_likelihood(gconstpointer a, gconstpointer b)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	gboolean ix = g_str_has_suffix(x, "/include"), iy = g_str_has_suffix(y, "/include");

	return ix != iy ? iy - ix : strcmp(x, y);
}

static GPtrArray *guessed_args(Found *found, const char *dir)
{
	GPtrArray *args = g_ptr_array_new_with_free_func(g_free);

	g_ptr_array_sort(found->include_dirs, by_likelihood);
	g_ptr_array_add(args, g_strdup("cc"));
	g_ptr_array_add(args, g_strdup("-D_GNU_SOURCE"));
	g_ptr_array_add(args, g_strconcat("-I", dir, NULL));
	for (guint i = 0; i < MIN(found->include_dirs->len, (guint)MAX_INCLUDE_DIRS); i++)
		g_ptr_array_add(args, g_strconcat("-I", found->include_dirs->pdata[i], NULL));
	g_ptr_array_add(args, NULL);
	return args;
}

static char *cost_of_guess(const char *dir, guint n_sources)
{
	g_autofree char *kconfig = g_build_filename(dir, "scripts", "kconfig", NULL);
	gboolean kernel = g_file_test(kconfig, G_FILE_TEST_IS_DIR);

	return g_strdup_printf("%s: no compile_commands.json: flags are guessed for %u C files: what the build defines "
			       "is unknown, so code in #ifdef is lost and files that need it do not parse; %s",
			       dir, n_sources,
			       kernel ? "this looks like a kernel tree: run 'lockorder compdb --kbuild' on it first" :
					"make one with 'bear -- make' or 'cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON'");
}

static LoCompdb *commands_for(Found *found, const char *dir)
{
	LoCompdb *db = lo_compdb_new(dir);
	g_autoptr(GPtrArray) args = guessed_args(found, dir);

	for (guint i = 0; i < found->sources->len; i++)
		lo_compdb_add(db, lo_compile_command_new(dir, found->sources->pdata[i],
							 (const char *const *)args->pdata));
	lo_compdb_settle(db);
	g_ptr_array_add(db->warnings, cost_of_guess(dir, db->commands->len));
	return db;
}

LoCompdb *lo_compdb_guess(const char *dir, GError **error)
{
	g_autofree char *top = g_canonicalize_filename(dir, NULL);
	Found found = { g_ptr_array_new_with_free_func(g_free), g_ptr_array_new_with_free_func(g_free) };
	LoCompdb *db = NULL;

	walk(&found, top, 0);
	if (found.sources->len)
		db = commands_for(&found, top);
	else
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "'%s': no compile_commands.json and no C file", dir);
	g_ptr_array_unref(found.sources);
	g_ptr_array_unref(found.include_dirs);
	return db;
}
