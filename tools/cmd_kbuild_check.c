#include <string.h>

#include "common/error.h"
#include "frontend/scan.h"
#include "tools/command.h"

/* What a build calls its checker with is the compiler's options and the source: none of them is ours, but what
 * stands before them, `--db FILE` and `--tree DIR`. */
static char *take_own(char **args, guint *at, const char *name)
{
	if (!args[*at] || strcmp(args[*at], name) || !args[*at + 1])
		return NULL;
	*at += 2;
	return g_strdup(args[*at - 1]);
}

static LoCompileCommand *make_command(char **args, GError **error)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_autofree char *here = g_get_current_dir();
	guint n = g_strv_length(args);

	if (!n || !g_str_has_suffix(args[n - 1], ".c")) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "the last argument is to be a C file, as kbuild gives it");
		return NULL;
	}
	g_ptr_array_add(argv, (gpointer)"cc");
	for (guint i = 0; i < n; i++)
		g_ptr_array_add(argv, args[i]);
	g_ptr_array_add(argv, NULL);
	return lo_compile_command_new(here, args[n - 1], (const char *const *)argv->pdata);
}

static void print_help(void)
{
	g_print("usage: make C=1 CHECK=\"lockorder kbuild-check [--db FILE] [--tree DIR]\"\n\n"
		"Keeps the facts of each file that the kernel's build compiles (C=2: of each file) in the database,\n"
		"by default lockorder.db in the folder that is built in; 'lockorder solve' then reports.\n");
}

int lo_cmd_kbuild_check(char ***args, GError **error)
{
	guint at = 1;
	g_autofree char *db = take_own(*args, &at, "--db"), *tree = take_own(*args, &at, "--tree");
	const char *source_tree = tree ? tree : g_getenv("srctree");	/* kbuild exports it */
	g_autofree char *root = g_canonicalize_filename(source_tree ? source_tree : ".", NULL);
	g_autoptr(LoCompileCommand) cmd = NULL;
	g_autofree char *why = NULL;

	if ((*args)[at] && !strcmp((*args)[at], "--help")) {
		print_help();
		return LO_EXIT_CLEAN;
	}
	if ((*args)[at] && !strcmp((*args)[at], "--list-options")) {	/* for completions, as of the other commands */
		g_print("--help\n--db\n--tree\n");
		return LO_EXIT_CLEAN;
	}
	cmd = make_command(*args + at, error);
	if (!cmd || !lo_scan_unit(&(LoScanOptions){ .root = root }, db ? db : LO_DEFAULT_DB, cmd, &why, error))
		return LO_EXIT_ERROR;
	if (why)	/* no error: the build goes on */
		lo_warn(why);
	return LO_EXIT_CLEAN;
}
