#include <string.h>

#include "common/error.h"
#include "report/lookup.h"
#include "report/why.h"
#include "tools/command.h"

typedef struct {
	char *db, *format, *output;
	gint longer, limit;
} WhyOptions;

static void clear_options(WhyOptions *opt)
{
	g_free(opt->db);
	g_free(opt->format);
	g_free(opt->output);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(WhyOptions, clear_options)

static gboolean parse(WhyOptions *opt, char ***args, GError **error)
{
	static const char *const formats[] = { "text", "json", NULL };
	const GOptionEntry entries[] = {
		LO_DB_OPTION(&opt->db), LO_FORMAT_OPTION(&opt->format, "text or json (default text)"),
		LO_OUTPUT_OPTION(&opt->output),
		{ "longer", 'l', 0, G_OPTION_ARG_INT, &opt->longer, "also ways through that many more locks (default 0)", "N" },
		{ "limit", 'n', 0, G_OPTION_ARG_INT, &opt->limit, "show at most that many (default 20)", "N" },
		G_OPTION_ENTRY_NULL,
	};

	if (!lo_parse_options(entries, "FROM TO",
			      "Shows every shortest way in which TO comes to be taken while FROM is held, directly or\n"
			      "through other locks, with the call chains.  A lock is named in full, or without its\n"
			      "#2 or /1, or by its last identifier when that is unique.", args, error) ||
	    !lo_check_args(*args, 2, 2, "FROM TO", error))
		return FALSE;
	if (opt->longer < 0 || opt->limit < 1) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "--longer is not negative, --limit is positive");
		return FALSE;
	}
	return !opt->format || lo_check_choice("format", opt->format, formats, error);
}

static int explain(const LoSolution *sol, const WhyOptions *opt, char **names, GError **error)
{
	g_autoptr(GArray) from = lo_lookup_classes(sol, names[0], error);
	g_autoptr(GArray) to = from ? lo_lookup_classes(sol, names[1], error) : NULL;
	g_autofree char *root = lo_scan_root(opt->db);
	const LoPaint paint = lo_terminal_paint(opt->output, root, NULL);
	LoWhyQuery q = { names[0], names[1], from, to, (guint)opt->longer, (guint)opt->limit, &paint };
	g_autoptr(GString) out = g_string_new(NULL);

	if (!to)
		return LO_EXIT_ERROR;
	if (opt->format && !strcmp(opt->format, "json"))
		lo_why_json(sol, &q, out);
	else
		lo_why_text(sol, &q, out);
	return lo_write_output(out, opt->output, error) ? LO_EXIT_CLEAN : LO_EXIT_ERROR;
}

int lo_cmd_why(char ***args, GError **error)
{
	g_auto(WhyOptions) opt = { .limit = 20 };
	g_autoptr(LoSolution) sol = NULL;

	if (!parse(&opt, args, error))
		return LO_EXIT_ERROR;
	sol = lo_load_graph(opt.db, error);
	return sol ? explain(sol, &opt, *args + 1, error) : LO_EXIT_ERROR;
}
