#include <string.h>

#include "common/error.h"
#include "report/lists.h"
#include "tools/command.h"

/* Facts without a solution still have figures. */
static int print_stats(LoStore *store, const char *format, const char *output, GError **error)
{
	LoFactStats facts = { 0 };
	g_autoptr(GError) why = NULL;
	g_autoptr(LoSolution) sol = lo_store_get_solution(store, &why);
	g_autoptr(GString) out = g_string_new(NULL);

	if (why && !g_error_matches(why, LO_ERROR, LO_ERROR_UNSOLVED)) {
		g_propagate_error(error, g_steal_pointer(&why));
		return LO_EXIT_ERROR;
	}
	if (!lo_store_stats(store, &facts, error))
		return LO_EXIT_ERROR;
	if (!strcmp(format, "json"))
		lo_stats_json(&facts, sol, out);
	else
		lo_stats_text(&facts, sol, out);
	lo_fact_stats_clear(&facts);
	return lo_write_output(out, output, error) ? LO_EXIT_CLEAN : LO_EXIT_ERROR;
}

int lo_cmd_stats(char ***args, GError **error)
{
	static const char *const formats[] = { "text", "json", NULL };
	g_autofree char *db = NULL, *format = NULL, *output = NULL;
	const GOptionEntry entries[] = {
		LO_DB_OPTION(&db), LO_FORMAT_OPTION(&format, "text or json (default text)"), LO_OUTPUT_OPTION(&output),
		G_OPTION_ENTRY_NULL,
	};
	g_autoptr(LoStore) store = NULL;

	if (!lo_parse_options(entries, NULL, "Prints the figures of the last scan.", args, error) ||
	    !lo_check_args(*args, 0, 0, "none", error) || (format && !lo_check_choice("format", format, formats, error)))
		return LO_EXIT_ERROR;
	store = lo_store_open(db ? db : LO_DEFAULT_DB, LO_STORE_READ, error);
	return store ? print_stats(store, format ? format : "text", output, error) : LO_EXIT_ERROR;
}
