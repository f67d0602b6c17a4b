#include "common/error.h"
#include "tools/review.h"

typedef struct {
	char *db;
	char **models;
	gboolean reverse;
	gint strip, strata, jobs;
	gdouble seconds;
	LoFindingOptions findings;
} WhatifOptions;

static void clear_options(WhatifOptions *opt)
{
	g_free(opt->db);
	g_strfreev(opt->models);
	lo_finding_options_clear(&opt->findings);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(WhatifOptions, clear_options)

static gboolean parse(WhatifOptions *opt, char ***args, GError **error)
{
	const GOptionEntry own[] = {
		LO_DB_OPTION(&opt->db),
		{ "reverse", 'R', 0, G_OPTION_ARG_NONE, &opt->reverse, "the patches are in the tree: what if they were not", NULL },
		{ "strip", 'p', 0, G_OPTION_ARG_INT, &opt->strip, "leading folders to leave off names (default 1)", "N" },
		{ "jobs", 'j', 0, G_OPTION_ARG_INT, &opt->jobs, "worker processes (default: one per processor)", "N" },
		{ "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &opt->seconds,
		  "for reading units that include a patched header (default 10, 0 for all)", "N" },
		{ "model", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &opt->models, "more lock primitives, as given to scan", "FILE" },
		LO_STRATA_OPTION(&opt->strata),
		G_OPTION_ENTRY_NULL,
	};
	g_autofree GOptionEntry *entries = lo_finding_entries(&opt->findings, own);

	opt->findings.models = &opt->models;
	if (!lo_parse_options(entries, "PATCH...",
			      "Tells which lock order cycles a patch would add and which it would fix, against the last\n"
			      "scan.  The patch (a unified diff or a mail; '-' is standard input) is applied in memory:\n"
			      "the tree stays as it is.  The exit status is 1 when a cycle would be added.", args, error) ||
	    !lo_check_args(*args, 1, G_MAXUINT, "PATCH...", error))
		return FALSE;
	if (opt->strip < 0 || opt->jobs < 0 || opt->seconds < 0) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "--strip, --jobs and --seconds are not negative");
		return FALSE;
	}
	return lo_check_strata(opt->strata, error) && lo_finding_options_check(&opt->findings, error);
}

static gboolean apply(LoEdits *edits, const char *path, const WhatifOptions *opt, GError **error)
{
	g_autoptr(GByteArray) text = lo_read_input(path, error);
	g_autoptr(LoPatch) p = text ? lo_patch_parse(path, (const char *)text->data, text->len, (guint)opt->strip, error) : NULL;

	if (!p)
		return FALSE;
	if (opt->reverse)
		lo_patch_reverse(p);
	return lo_edits_apply(edits, p, error);
}

/* Patches of a series are taken back in reverse order. */
static LoEdits *apply_all(LoStore *store, char **paths, const WhatifOptions *opt, GError **error)
{
	const char *root = lo_store_root(store);
	g_autoptr(LoEdits) edits = lo_edits_new(root ? root : ".");
	guint n = g_strv_length(paths);

	for (guint i = 0; i < n; i++)
		if (!apply(edits, paths[opt->reverse ? n - 1 - i : i], opt, error))
			return NULL;
	return g_steal_pointer(&edits);
}

int lo_cmd_whatif(char ***args, GError **error)
{
	g_auto(WhatifOptions) opt = { .strip = 1, .seconds = 10, .findings = { .of_a_change = TRUE } };
	g_autoptr(LoSolution) before = NULL, after = NULL;
	g_autoptr(LoDiff) d = NULL;

	if (!parse(&opt, args, error))
		return LO_EXIT_ERROR;
	g_autoptr(LoStore) store = lo_store_open(opt.db ? opt.db : LO_DEFAULT_DB, LO_STORE_READ, error);
	g_autoptr(LoEdits) edits = store ? apply_all(store, *args + 1, &opt, error) : NULL;
	const LoReviewOptions review = { .models = (const char *const *)opt.models, .strata = opt.strata, .jobs = (guint)opt.jobs,
					 .seconds = opt.seconds };
	g_autoptr(GHashTable) texts = edits ? lo_edits_texts(edits) : NULL;

	if (edits)
		d = lo_review(store, edits, &review, &before, &after, error);
	if (!d)
		return LO_EXIT_ERROR;
	opt.findings.root = g_strdup(edits->root);
	opt.findings.render.edited = texts;
	if (!lo_finding_suppress(&opt.findings, after, edits->root, FALSE, error))
		return LO_EXIT_ERROR;
	return lo_show_diff(d, &opt.findings, TRUE, error);
}
