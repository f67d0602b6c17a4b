#include "tools/command.h"

int lo_cmd_report(char ***args, GError **error)
{
	g_autofree char *db = NULL;
	g_auto(LoFindingOptions) opt = { 0 };
	const GOptionEntry own[] = { LO_DB_OPTION(&db), G_OPTION_ENTRY_NULL };
	g_autofree GOptionEntry *entries = lo_finding_entries(&opt, own);
	g_autoptr(LoSolution) sol = NULL;

	if (!lo_parse_options(entries, NULL, "Prints the reports of the last scan.", args, error) ||
	    !lo_check_args(*args, 0, 0, "none", error) || !lo_finding_options_check(&opt, error))
		return LO_EXIT_ERROR;
	sol = lo_load_solution(db, error);
	return sol ? lo_show_findings(sol, &opt, error) : LO_EXIT_ERROR;
}
