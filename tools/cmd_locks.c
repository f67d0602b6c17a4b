#include <string.h>

#include "report/lists.h"
#include "tools/command.h"

static int print_locks(const LoSolution *sol, const char *part, const char *format, const char *output, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (!strcmp(format, "json"))
		lo_locks_json(sol, part, out);
	else
		lo_locks_tsv(sol, part, out);
	return lo_write_output(out, output, error) ? LO_EXIT_CLEAN : LO_EXIT_ERROR;
}

int lo_cmd_locks(char ***args, GError **error)
{
	static const char *const formats[] = { "tsv", "json", NULL };
	g_autofree char *db = NULL, *format = NULL, *output = NULL;
	const GOptionEntry entries[] = {
		LO_DB_OPTION(&db), LO_FORMAT_OPTION(&format, "tsv or json (default tsv)"), LO_OUTPUT_OPTION(&output),
		G_OPTION_ENTRY_NULL,
	};
	g_autoptr(LoSolution) sol = NULL;

	if (!lo_parse_options(entries, "[PART]",
			      "Lists the lock classes whose name holds PART.  TSV columns: name, kind, file:line where\n"
			      "it is defined or initialised, how many classes are taken under it, and held before it.",
			      args, error) ||
	    !lo_check_args(*args, 0, 1, "[PART]", error) ||
	    (format && !lo_check_choice("format", format, formats, error)))
		return LO_EXIT_ERROR;
	sol = lo_load_graph(db, error);
	return sol ? print_locks(sol, (*args)[1], format ? format : "tsv", output, error) : LO_EXIT_ERROR;
}
