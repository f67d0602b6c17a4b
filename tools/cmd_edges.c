#include <string.h>

#include "report/lists.h"
#include "report/lookup.h"
#include "tools/command.h"

static int print_edges(const LoSolution *sol, char **names, const char *format, const char *output, GError **error)
{
	g_autoptr(GArray) from = names[0] ? lo_lookup_classes(sol, names[0], error) : NULL;
	g_autoptr(GArray) to = from && names[1] ? lo_lookup_classes(sol, names[1], error) : NULL;
	g_autoptr(GString) out = g_string_new(NULL);

	if ((names[0] && !from) || (from && names[1] && !to))
		return LO_EXIT_ERROR;
	if (!strcmp(format, "json"))
		lo_edges_json(sol, from, to, out);
	else
		lo_edges_tsv(sol, from, to, out);
	return lo_write_output(out, output, error) ? LO_EXIT_CLEAN : LO_EXIT_ERROR;
}

int lo_cmd_edges(char ***args, GError **error)
{
	static const char *const formats[] = { "tsv", "json", NULL };
	g_autofree char *db = NULL, *format = NULL, *output = NULL;
	const GOptionEntry entries[] = {
		LO_DB_OPTION(&db), LO_FORMAT_OPTION(&format, "tsv or json (default tsv)"), LO_OUTPUT_OPTION(&output),
		G_OPTION_ENTRY_NULL,
	};
	g_autoptr(LoSolution) sol = NULL;

	if (!lo_parse_options(entries, "[FROM [TO]]",
			      "Lists the orders: TO is taken while FROM is held.  TSV columns: from, to, how each is\n"
			      "held (X exclusive, R shared, RR recursive read), file:line where the second is taken,\n"
			      "the function it is taken in, confidence.", args, error) ||
	    !lo_check_args(*args, 0, 2, "[FROM [TO]]", error) ||
	    (format && !lo_check_choice("format", format, formats, error)))
		return LO_EXIT_ERROR;
	sol = lo_load_graph(db, error);
	return sol ? print_edges(sol, *args + 1, format ? format : "tsv", output, error) : LO_EXIT_ERROR;
}
