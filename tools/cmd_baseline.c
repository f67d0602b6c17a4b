#include "report/suppress.h"
#include "tools/command.h"

int lo_cmd_baseline(char ***args, GError **error)
{
	g_autofree char *db = NULL, *output = NULL;
	const GOptionEntry entries[] = { LO_DB_OPTION(&db), LO_OUTPUT_OPTION(&output), G_OPTION_ENTRY_NULL };
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(LoSolution) sol = NULL;

	if (!lo_parse_options(entries, NULL,
			      "Lists the reports of the last scan by their keys, which stay when lines move: with\n"
			      "--baseline FILE the other commands hold these back.", args, error) ||
	    !lo_check_args(*args, 0, 0, "none", error))
		return LO_EXIT_ERROR;
	sol = lo_load_solution(db, error);
	if (!sol)
		return LO_EXIT_ERROR;
	lo_baseline_write(sol, out);
	return lo_write_output(out, output, error) ? LO_EXIT_CLEAN : LO_EXIT_ERROR;
}
