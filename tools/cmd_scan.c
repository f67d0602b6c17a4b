#include <string.h>

#include "common/error.h"
#include "facts/changes.h"
#include "frontend/scan.h"
#include "tools/command.h"

#define MAX_LISTED 20

typedef struct {
	char *shard_text;
	guint shard, shards;
	char *db, *compdb, *dir, *tree;
	char **models, **allowed, **roots;
	gint jobs, time_limit, strata;
	gboolean force, no_prefix;
	LoFindingOptions findings;
} ScanOptions;

static void clear_options(ScanOptions *opt)
{
	g_free(opt->db);
	g_free(opt->compdb);
	g_free(opt->dir);
	g_free(opt->shard_text);
	g_free(opt->tree);
	g_strfreev(opt->models);
	g_strfreev(opt->allowed);
	g_strfreev(opt->roots);
	lo_finding_options_clear(&opt->findings);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ScanOptions, clear_options)

static gboolean check_options(ScanOptions *opt, char **files, GError **error)
{
	if (opt->jobs < 0 || opt->time_limit < 0) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "--jobs and --time-limit are not negative");
		return FALSE;
	}
	if (!!opt->compdb + !!opt->dir + !!files[0] > 1) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "give one of --compdb, -p and files");
		return FALSE;
	}
	if (opt->tree && !g_file_test(opt->tree, G_FILE_TEST_IS_DIR)) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "--tree: '%s' is no folder", opt->tree);
		return FALSE;
	}
	for (char **dir = opt->allowed; dir && *dir; dir++)
		if (!g_file_test(*dir, G_FILE_TEST_IS_DIR)) {
			g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "--allow: '%s' is no folder", *dir);
			return FALSE;
		}
	return lo_check_strata(opt->strata, error) && lo_finding_options_check(&opt->findings, error);
}

/* "2/8": the second of eight. */
static gboolean check_shard(ScanOptions *opt, GError **error)
{
	const char *slash = opt->shard_text ? strchr(opt->shard_text, '/') : NULL;
	g_autofree char *first = slash ? g_strndup(opt->shard_text, (gsize)(slash - opt->shard_text)) : NULL;
	guint64 i, n;

	if (!opt->shard_text)
		return TRUE;
	if (!slash || !g_ascii_string_to_unsigned(first, 10, 1, G_MAXUINT16, &i, NULL) ||
	    !g_ascii_string_to_unsigned(slash + 1, 10, i, G_MAXUINT16, &n, NULL)) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "--shard: '%s' is not I/N with 1 <= I <= N", opt->shard_text);
		return FALSE;
	}
	opt->shard = (guint)i - 1;
	opt->shards = (guint)n;
	return TRUE;
}

static gboolean parse(ScanOptions *opt, char ***args, GError **error)
{
	const GOptionEntry own[] = {
		LO_DB_OPTION(&opt->db),
		{ "compdb", 0, 0, G_OPTION_ARG_FILENAME, &opt->compdb, "compile commands, compile_commands.json", "FILE" },
		{ "path", 'p', 0, G_OPTION_ARG_FILENAME, &opt->dir, "folder that holds compile_commands.json", "DIR" },
		{ "tree", 0, 0, G_OPTION_ARG_FILENAME, &opt->tree, "folder that the sources are below (default: found out)", "DIR" },
		{ "jobs", 'j', 0, G_OPTION_ARG_INT, &opt->jobs, "worker processes (default: one per processor)", "N" },
		{ "model", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &opt->models, "more lock primitives, lockorder-model(5)", "FILE" },
		{ "allow", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &opt->allowed, "read headers below that folder too", "DIR" },
		{ "time-limit", 0, 0, G_OPTION_ARG_INT, &opt->time_limit, "for one file, in seconds (default 120)", "N" },
		LO_STRATA_OPTION(&opt->strata),
		LO_ROOT_OPTION(&opt->roots),
		{ "force", 0, 0, G_OPTION_ARG_NONE, &opt->force, "read files again that have not changed", NULL },
		{ "shard", 0, 0, G_OPTION_ARG_STRING, &opt->shard_text,
		  "read part I of N only and do not solve, for 'lockorder merge'", "I/N" },
		{ "no-prefix", 0, 0, G_OPTION_ARG_NONE, &opt->no_prefix, "do not compile shared headers first", NULL },
		G_OPTION_ENTRY_NULL,
	};
	g_autofree GOptionEntry *entries = lo_finding_entries(&opt->findings, own);

	opt->findings.models = &opt->models;
	opt->findings.roots = &opt->roots;
	return lo_parse_options(entries, "[DIR | FILE.c... [-- FLAG...]]",
				"Reads C source by its compile commands (by default ./compile_commands.json), keeps what it\n"
				"says in the database, and reports the lock orders that can deadlock.  Files that have not\n"
				"changed since the last scan are not read again.", args, error) &&
	       check_options(opt, *args + 1, error) && check_shard(opt, error);
}

static LoCompdb *compdb_of_dir(const char *dir, GError **error)
{
	g_autofree char *path = g_build_filename(dir, "compile_commands.json", NULL);

	return g_file_test(path, G_FILE_TEST_EXISTS) ? lo_compdb_read(path, error) : lo_compdb_guess(dir, error);
}

static LoCompdb *find_commands(const ScanOptions *opt, char **files, char **flags, GError **error)
{
	if (opt->compdb || opt->dir)
		return lo_compdb_read(opt->compdb ? opt->compdb : opt->dir, error);
	if (files[0] && !files[1] && g_file_test(files[0], G_FILE_TEST_IS_DIR))
		return compdb_of_dir(files[0], error);
	if (files[0])
		return lo_compdb_from_flags((const char *const *)files, (const char *const *)flags, error);
	if (g_file_test("compile_commands.json", G_FILE_TEST_EXISTS))
		return lo_compdb_read("compile_commands.json", error);
	g_set_error(error, LO_ERROR, LO_ERROR_USAGE,
		    "no compile_commands.json here: give --compdb FILE, -p DIR, FILE.c -- FLAGS, or a folder to guess for");
	return NULL;
}

static void print_some(const GPtrArray *messages)
{
	guint shown = messages ? lo_is_verbose() ? messages->len : MIN(messages->len, MAX_LISTED) : 0;

	for (guint i = 0; i < shown; i++)
		lo_warn(g_ptr_array_index(messages, i));
	if (messages && messages->len > shown)
		lo_tell("%s: and %u more (-v lists them)\n", g_get_prgname(), messages->len - shown);
}

static void print_summary(const LoScanResult *r)
{
	print_some(r->warnings);
	print_some(r->failures);
	lo_tell("%u unit%s: %u read, %u unchanged, %u read in part, %u failed\n", r->units, r->units == 1 ? "" : "s", r->ok,
		r->reused, r->partial, r->failed);
	for (guint i = 0; lo_is_verbose() && i < r->n_phases; i++)
		lo_tell("%-8s %8.1f s, cpu %8.1f s, memory %6.0f MiB\n", r->phases[i].name, r->phases[i].wall,
			   r->phases[i].cpu, (double)r->phases[i].peak / (1 << 20));
}

static void on_progress(guint done, guint total G_GNUC_UNUSED, const char *source G_GNUC_UNUSED, gpointer data)
{
	lo_progress_update(data, done);
}

static gboolean read_units(const ScanOptions *opt, LoStore *store, const LoCompdb *db, GError **error)
{
	const LoScanOptions scan = {
		.root = opt->tree, .allowed = (const char *const *)opt->allowed, .jobs = (guint)opt->jobs,
		.time_limit = (guint)opt->time_limit, .force = opt->force, .no_prefix = opt->no_prefix,
		.shard = opt->shard, .shards = opt->shards,
	};
	g_autoptr(LoProgress) progress = lo_terminal_progress("reading", db->commands->len);
	LoScanResult result = { 0 };
	gboolean ok = lo_scan_run(&scan, store, db, on_progress, progress, &result, error);

	g_clear_pointer(&progress, lo_progress_free);
	print_summary(&result);
	lo_scan_result_clear(&result);
	return ok;
}

/* Findings stand whatever else could not be read; without any, a scan with failed units proves nothing. */
static int final_status(LoStore *store, int status, GError **error)
{
	LoFactStats facts = { 0 };

	if (status != LO_EXIT_CLEAN)
		return status;
	if (!lo_store_stats(store, &facts, error))
		return LO_EXIT_ERROR;
	status = facts.failed ? LO_EXIT_INCOMPLETE : LO_EXIT_CLEAN;
	lo_fact_stats_clear(&facts);
	return status;
}

static int scan(ScanOptions *opt, const LoCompdb *db, GError **error)
{
	g_autoptr(LoStore) store = lo_store_open(opt->db ? opt->db : LO_DEFAULT_DB, LO_STORE_WRITE, error);
	g_autoptr(LoSolution) sol = NULL;

	if (!store)
		return LO_EXIT_ERROR;
	lo_store_note_changes(store);
	if (!read_units(opt, store, db, error))
		return LO_EXIT_ERROR;
	if (opt->shards)
		return final_status(store, LO_EXIT_CLEAN, error);
	const LoSolverSettings how = { (const char *const *)opt->models, opt->strata, (const char *const *)opt->roots };
	sol = lo_solve_store(store, &how, opt->force, error);
	opt->findings.db = opt->db;
	return sol ? final_status(store, lo_show_findings(sol, &opt->findings, error), error) : LO_EXIT_ERROR;
}

int lo_cmd_scan(char ***args, GError **error)
{
	g_auto(ScanOptions) opt = { 0 };
	g_autoptr(LoCompdb) db = NULL;
	g_autoptr(LoModel) model = NULL;
	g_auto(GStrv) flags = lo_take_flags(*args);

	if (!parse(&opt, args, error))
		return LO_EXIT_ERROR;
	/* An error in a model file should not wait for the end of a long scan. */
	model = lo_load_models((const char *const *)opt.models, error);
	db = model ? find_commands(&opt, *args + 1, flags, error) : NULL;
	if (!db)
		return LO_EXIT_ERROR;
	print_some(db->warnings);
	return scan(&opt, db, error);
}
