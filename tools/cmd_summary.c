#include "solver/solver.h"
#include "tools/command.h"

int lo_cmd_summary(char ***args, GError **error)
{
	g_autofree char *db = NULL, *output = NULL;
	g_auto(GStrv) models = NULL;
	gboolean unbalanced = FALSE;
	const GOptionEntry entries[] = { LO_DB_OPTION(&db), { "model", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &models, "more lock primitives, lockorder-model(5)", "FILE" }, LO_OUTPUT_OPTION(&output),
					 { "unbalanced", 0, 0, G_OPTION_ARG_NONE, &unbalanced,
					   "every function that returns with a lock held or released", NULL },
					 G_OPTION_ENTRY_NULL };

	if (!lo_parse_options(entries, "FUNCTION | --unbalanced",
			      "Prints what the solver knows of a function: the locks held and released at each return,\n"
			      "and what it does under which locks.", args, error) ||
	    !lo_check_args(*args, !unbalanced, !unbalanced, unbalanced ? "none" : "FUNCTION", error))
		return LO_EXIT_ERROR;
	g_autoptr(LoModel) model = lo_load_models((const char *const *)models, error);
	g_autoptr(LoStore) store = model ? lo_store_open(db ? db : LO_DEFAULT_DB, LO_STORE_READ, error) : NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	if (!store || !lo_describe(store, model, unbalanced ? NULL : (*args)[1], out, error))
		return LO_EXIT_ERROR;
	return lo_write_output(out, output, error) ? LO_EXIT_CLEAN : LO_EXIT_ERROR;
}
