#include <string.h>

#include "common/error.h"
#include "common/path.h"
#include "tools/git.h"
#include "tools/review.h"

typedef struct {
	char *db;
	char **models;
	gboolean staged;
	gint strata, jobs;
	gdouble seconds;
	LoFindingOptions findings;
} CheckOptions;

static void clear_options(CheckOptions *opt)
{
	g_free(opt->db);
	g_strfreev(opt->models);
	lo_finding_options_clear(&opt->findings);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CheckOptions, clear_options)

static gboolean parse(CheckOptions *opt, char ***args, GError **error)
{
	const GOptionEntry own[] = {
		LO_DB_OPTION(&opt->db),
		{ "staged", 0, 0, G_OPTION_ARG_NONE, &opt->staged, "what is in git's index, not what is in the working tree", NULL },
		{ "jobs", 'j', 0, G_OPTION_ARG_INT, &opt->jobs, "worker processes (default: one per processor)", "N" },
		{ "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &opt->seconds,
		  "for reading units that include a changed header (default 3, 0 for all)", "N" },
		{ "model", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &opt->models, "more lock primitives, as given to scan", "FILE" },
		LO_STRATA_OPTION(&opt->strata),
		G_OPTION_ENTRY_NULL,
	};
	g_autofree GOptionEntry *entries = lo_finding_entries(&opt->findings, own);

	opt->findings.models = &opt->models;
	if (!lo_parse_options(entries, "[FILE...]",
			      "Reports the lock order cycles that changed files add to the last scan: the given files, or\n"
			      "those that git says have changed.  The exit status is 1 when there is one.", args, error))
		return FALSE;
	if (opt->jobs < 0 || opt->seconds < 0) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "--jobs and --seconds are not negative");
		return FALSE;
	}
	return lo_check_strata(opt->strata, error) && lo_finding_options_check(&opt->findings, error);
}

/* The path below the scanned tree; NULL: it is elsewhere.  A folder may have two names. */
static char *path_in_tree(const char *root, const char *full)
{
	g_autofree char *real = g_canonicalize_filename(full, NULL);

	return lo_path_is_inside(real, root) ? lo_path_relative(real, root) : NULL;
}

static gboolean is_source(const char *path)
{
	return g_str_has_suffix(path, ".c") || g_str_has_suffix(path, ".h");
}

static gboolean add_file(LoEdits *edits, const char *path, const char *git_path, gboolean staged, GError **error)
{
	g_autoptr(GBytes) blob = NULL;
	g_autofree char *contents = NULL;
	g_autoptr(GError) why = NULL;
	gsize len = 0;

	if (staged)
		blob = lo_git_staged(git_path, &why);
	else if (!lo_edits_read(edits, path, &contents, &len, NULL))
		contents = NULL;	/* deleted */
	if (why) {
		g_propagate_error(error, g_steal_pointer(&why));
		return FALSE;
	}
	if (blob) {
		const char *data = g_bytes_get_data(blob, &len);
		contents = g_malloc0(len + 1);
		if (len)
			memcpy(contents, data, len);
	}
	lo_edits_put(edits, path, g_steal_pointer(&contents), len);
	return TRUE;
}

/* What git says has changed. */
static gboolean add_changed(LoEdits *edits, gboolean staged, GError **error)
{
	g_autofree char *top = lo_git_top(error);
	g_autoptr(GPtrArray) paths = top ? lo_git_changed(staged, error) : NULL;

	for (guint i = 0; paths && i < paths->len; i++) {
		const char *git_path = g_ptr_array_index(paths, i);
		g_autofree char *full = g_build_filename(top, git_path, NULL), *path = path_in_tree(edits->root, full);
		if (path && is_source(path) && !add_file(edits, path, git_path, staged, error))
			return FALSE;
	}
	return paths != NULL;
}

/* A name that is no file's now, nor was in the last scan, is misspelled: nothing would be told of it. */
static gboolean check_known(LoStore *store, const char *given, const char *path, GError **error)
{
	g_autoptr(GPtrArray) readers = NULL;

	if (g_file_test(given, G_FILE_TEST_IS_DIR)) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "'%s' is a folder: name the files that changed", given);
		return FALSE;
	}
	if (!is_source(path)) {
		g_autofree char *text = g_strdup_printf("%s: not looked at: neither *.c nor *.h", path);
		lo_warn(text);
	}
	if (g_file_test(given, G_FILE_TEST_EXISTS))
		return TRUE;
	readers = lo_store_units_reading(store, path, error);
	if (!readers || readers->len || lo_store_has_unit(store, path))
		return readers != NULL;
	g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "'%s': no such file, nor was it in the last scan", given);
	return FALSE;
}

static gboolean add_given(LoStore *store, LoEdits *edits, char **files, gboolean staged, GError **error)
{
	g_autofree char *top = staged ? lo_git_top(error) : NULL;

	if (staged && !top)
		return FALSE;
	for (; *files; files++) {
		g_autofree char *path = path_in_tree(edits->root, *files), *full = g_canonicalize_filename(*files, NULL);
		g_autofree char *git_path = top ? lo_path_relative(full, top) : NULL;
		if (!path) {
			g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "'%s' is not in the tree that was scanned, '%s'", *files, edits->root);
			return FALSE;
		}
		if (!check_known(store, *files, path, error) || !add_file(edits, path, git_path, staged, error))
			return FALSE;
	}
	return TRUE;
}

static LoEdits *find_edits(LoStore *store, char **files, gboolean staged, GError **error)
{
	const char *root = lo_store_root(store);
	g_autofree char *absolute = g_canonicalize_filename(root ? root : ".", NULL);
	g_autoptr(LoEdits) edits = lo_edits_new(absolute);

	if (!(*files ? add_given(store, edits, files, staged, error) : add_changed(edits, staged, error)))
		return NULL;
	return g_steal_pointer(&edits);
}

static int check(LoStore *store, const LoEdits *edits, const CheckOptions *opt, GError **error)
{
	const LoReviewOptions review = { .models = (const char *const *)opt->models, .strata = opt->strata, .jobs = (guint)opt->jobs,
					 .seconds = opt->seconds, .only_added = TRUE };
	g_autoptr(LoSolution) before = NULL, after = NULL;
	g_autoptr(LoDiff) d = lo_review(store, edits, &review, &before, &after, error);

	if (!d || !lo_finding_suppress(&opt->findings, after, edits->root, FALSE, error))
		return LO_EXIT_ERROR;
	g_array_set_size(d->reports_gone, 0);
	return lo_show_diff(d, &opt->findings, FALSE, error);
}

int lo_cmd_check(char ***args, GError **error)
{
	g_auto(CheckOptions) opt = { .seconds = LO_REVIEW_SECONDS, .findings = { .of_a_change = TRUE } };

	if (!parse(&opt, args, error))
		return LO_EXIT_ERROR;
	g_autoptr(LoStore) store = lo_store_open(opt.db ? opt.db : LO_DEFAULT_DB, LO_STORE_READ, error);
	g_autoptr(LoEdits) edits = store ? find_edits(store, *args + 1, opt.staged, error) : NULL;

	if (!edits)
		return LO_EXIT_ERROR;
	g_autoptr(GHashTable) texts = lo_edits_texts(edits);
	opt.findings.root = g_strdup(edits->root);
	opt.findings.render.edited = texts;
	return g_hash_table_size(edits->files) ? check(store, edits, &opt, error) : LO_EXIT_CLEAN;
}
