#include "tools/command.h"

/* Opened to be written it would be made. */
static gboolean has_facts(const char *path, GError **error)
{
	g_autoptr(LoStore) store = lo_store_open(path, LO_STORE_READ, error);

	return store != NULL;
}

static int solve(const char *db, const LoSolverSettings *how, LoFindingOptions *opt, GError **error)
{
	const char *path = db ? db : LO_DEFAULT_DB;
	g_autoptr(LoStore) store = has_facts(path, error) ? lo_store_open(path, LO_STORE_WRITE, error) : NULL;
	g_autoptr(LoSolution) sol = store ? lo_solve_store(store, how, TRUE, error) : NULL;

	return sol ? lo_show_findings(sol, opt, error) : LO_EXIT_ERROR;
}

int lo_cmd_solve(char ***args, GError **error)
{
	g_autofree char *db = NULL;
	gint strata = 0;
	g_auto(GStrv) models = NULL, roots = NULL;
	g_auto(LoFindingOptions) opt = { 0 };
	const GOptionEntry own[] = {
		LO_DB_OPTION(&db),
		{ "model", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &models, "more lock primitives, lockorder-model(5)", "FILE" },
		LO_STRATA_OPTION(&strata),
		LO_ROOT_OPTION(&roots),
		G_OPTION_ENTRY_NULL,
	};
	g_autofree GOptionEntry *entries = lo_finding_entries(&opt, own);

	opt.models = &models;
	opt.roots = &roots;
	if (!lo_parse_options(entries, NULL, "Solves the facts of the last scan again and prints the reports.", args, error) ||
	    !lo_check_args(*args, 0, 0, "none", error) || !lo_finding_options_check(&opt, error) ||
	    !lo_check_strata(strata, error))
		return LO_EXIT_ERROR;
	const LoSolverSettings how = { (const char *const *)models, strata, (const char *const *)roots };
	opt.db = db;
	return solve(db, &how, &opt, error);
}
