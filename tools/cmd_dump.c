#include "common/error.h"
#include "frontend/compdb.h"
#include "frontend/flags.h"
#include "frontend/unit.h"
#include "tools/command.h"

static void put_functions(const LoUnit *unit, GString *out)
{
	for (guint i = 0; i < unit->globals->len; i++)
		lo_func_print(g_ptr_array_index(unit->globals, i), out);
	for (guint i = 0; i < unit->funcs->len; i++)
		lo_func_print(g_ptr_array_index(unit->funcs, i), out);
}

static gboolean dump_command(const LoCompileCommand *cmd, GString *out, GError **error)
{
	const char *const allowed[] = { "/", NULL };	/* the user typed these flags */
	const LoFlagsOptions flags = { .allowed = allowed };
	const LoFrontendOptions opt = { .root = cmd->directory };
	g_auto(GStrv) args = lo_flags_sanitise(cmd, &flags, NULL, error);
	g_autoptr(LoUnit) unit = NULL;

	if (!args)
		return FALSE;
	unit = lo_frontend_read(lo_compile_command_spelling(cmd), cmd->directory, (const char *const *)args, &opt, error);
	if (!unit)
		return FALSE;
	for (guint i = 0; i < unit->notes->len; i++)
		lo_warn(g_ptr_array_index(unit->notes, i));
	put_functions(unit, out);
	return TRUE;
}

static int dump(char **sources, char **flags, const char *output, GError **error)
{
	g_autoptr(LoCompdb) db = lo_compdb_from_flags((const char *const *)sources, (const char *const *)flags, error);
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; db && i < db->commands->len; i++)
		if (!dump_command(g_ptr_array_index(db->commands, i), out, error))
			return LO_EXIT_ERROR;
	return db && lo_write_output(out, output, error) ? LO_EXIT_CLEAN : LO_EXIT_ERROR;
}

int lo_cmd_dump(char ***args, GError **error)
{
	g_autofree char *output = NULL;
	const GOptionEntry entries[] = { LO_OUTPUT_OPTION(&output), G_OPTION_ENTRY_NULL };
	g_auto(GStrv) flags = lo_take_flags(*args);

	if (!lo_parse_options(entries, "FILE.c... [-- FLAG...]",
			      "Prints what the frontend reads: the body of each function as a control-flow graph.", args,
			      error) ||
	    !lo_check_args(*args, 1, G_MAXUINT, "FILE.c... [-- FLAG...]", error))
		return LO_EXIT_ERROR;
	return dump(*args + 1, flags, output, error);
}
