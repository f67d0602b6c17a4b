#include "common/error.h"
#include "tools/command.h"

int lo_cmd_report(char ***args, GError **error)
{
	g_autofree char *db = NULL;
	g_auto(GStrv) roots = NULL, models = NULL;
	g_auto(LoFindingOptions) opt = { 0 };
	const GOptionEntry own[] = {
		LO_DB_OPTION(&db),
		LO_ROOT_OPTION(&roots),
		{ "model", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &models, "with --root: more lock primitives, lockorder-model(5)", "FILE" },
		G_OPTION_ENTRY_NULL,
	};
	g_autofree GOptionEntry *entries = lo_finding_entries(&opt, own);
	g_autoptr(LoSolution) sol = NULL;

	if (!lo_parse_options(entries, NULL, "Prints the reports of the last scan; with --root, what they would be if nothing else counted.", args, error) ||
	    !lo_check_args(*args, 0, 0, "none", error) || !lo_finding_options_check(&opt, error))
		return LO_EXIT_ERROR;
	if (models && !roots) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "--model goes with --root here: 'lockorder solve --model' solves again");
		return LO_EXIT_ERROR;
	}
	const LoSolverSettings how = { .models = (const char *const *)models, .roots = (const char *const *)roots };
	sol = roots ? lo_solve_aside(db, &how, error) : lo_load_solution(db, error);
	opt.db = db;
	return sol ? lo_show_findings(sol, &opt, error) : LO_EXIT_ERROR;
}
