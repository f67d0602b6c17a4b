/* compile_commands.json, and what is left of each command for libclang. */
#include "frontend/compdb.h"
#include "frontend/flags.h"
#include "fuzz/fuzz.h"

static gboolean takes_argument(const char *option)
{
	static const char *const options[] = { "-D", "-U", "-I", "-isystem", "-idirafter", "-iquote", "-include", "-imacros",
					       NULL };

	return g_strv_contains(options, option);
}

/* Nothing may be left that loads, writes or reads arguments from elsewhere. */
static void check_args(char *const *args)
{
	static const char *const never[] = { "-fplugin", "-load", "-Xclang", "-o", "-MF", "-fmodules-cache-path", "@", NULL };

	for (guint i = 0; args && args[i]; i++) {
		for (guint n = 0; never[n]; n++)
			g_assert(!g_str_has_prefix(args[i], never[n]));
		i += takes_argument(args[i]) && args[i + 1];
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const allowed[] = { "/tree", NULL };
	const LoFlagsOptions opt = { .allowed = allowed };
	g_autofree char *text = g_strndup((const char *)data, size);	/* ends with NUL, as a file's text does */
	g_autoptr(LoCompdb) db = lo_compdb_parse("/tree/compile_commands.json", text, size, NULL);

	for (guint i = 0; db && i < db->commands->len; i++) {
		g_auto(GStrv) args = lo_flags_sanitise(db->commands->pdata[i], &opt, NULL, NULL);

		check_args(args);
	}
	return 0;
}
