#include <string.h>

#include "common/error.h"
#include "report/lockdep_show.h"
#include "tools/command.h"

#define DEFAULT_GROUPS 20
#define DEFAULT_PLACES 3

typedef struct {
	char *db, *format, *output;
	gint limit;
} LockdepOptions;

static void clear_options(LockdepOptions *opt)
{
	g_free(opt->db);
	g_free(opt->format);
	g_free(opt->output);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(LockdepOptions, clear_options)

static gboolean parse(LockdepOptions *opt, char ***args, GError **error)
{
	static const char *const formats[] = { "text", "json", NULL };
	const GOptionEntry entries[] = {
		LO_DB_OPTION(&opt->db), LO_FORMAT_OPTION(&opt->format, "text or json (default text)"),
		LO_OUTPUT_OPTION(&opt->output),
		{ "limit", 'n', 0, G_OPTION_ARG_INT, &opt->limit,
		  "show at most that many locks with missing edges (default 20), chains of an edge (default 3); 0 for all", "N" },
		G_OPTION_ENTRY_NULL,
	};

	if (!lo_parse_options(entries, "FILE",
			      "FILE is a copy of /proc/lockdep or a kernel log with reports of lockdep; '-' is standard input.\n"
			      "Of a copy: how many of its orders are known statically, and which are not, by cause.  Of each\n"
			      "report: for every order in it the call chains that make it.", args, error) ||
	    !lo_check_args(*args, 1, 1, "FILE", error))
		return FALSE;
	if (opt->limit != LO_UNSET && opt->limit < 0) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "--limit is not negative");
		return FALSE;
	}
	return !opt->format || lo_check_choice("format", opt->format, formats, error);
}

static guint limit_or(const LockdepOptions *opt, guint otherwise)
{
	return opt->limit == LO_UNSET ? otherwise : (guint)opt->limit;
}

static void show(const LoSolution *sol, const LoLockdepLog *log, const LockdepOptions *opt, GString *out)
{
	gboolean json = opt->format && !strcmp(opt->format, "json");
	guint places = limit_or(opt, DEFAULT_PLACES);
	g_autofree char *root = lo_scan_root(opt->db);
	const LoPaint paint = lo_terminal_paint(opt->output, root, NULL);

	places = places ? places : G_MAXUINT;
	if (log->orders && json)
		lo_recall_json(sol, log->orders, out);
	else if (log->orders)
		lo_recall_text(sol, log->orders, limit_or(opt, DEFAULT_GROUPS), out);
	else if (json)
		lo_explain_json(sol, log->splats, places, out);
	else
		lo_explain_text(sol, log->splats, places, &paint, out);
}

int lo_cmd_lockdep(char ***args, GError **error)
{
	g_auto(LockdepOptions) opt = { .limit = LO_UNSET };
	g_autoptr(GByteArray) text = NULL;
	g_autoptr(LoLockdepLog) log = NULL;
	g_autoptr(LoSolution) sol = NULL;
	g_autoptr(GString) out = g_string_new(NULL);

	if (!parse(&opt, args, error))
		return LO_EXIT_ERROR;
	text = lo_read_input((*args)[1], error);
	log = text ? lo_lockdep_parse((*args)[1], (const char *)text->data, text->len, error) : NULL;
	sol = log ? lo_load_graph(opt.db, error) : NULL;
	if (!sol)
		return LO_EXIT_ERROR;
	show(sol, log, &opt, out);
	return lo_write_output(out, opt.output, error) ? LO_EXIT_CLEAN : LO_EXIT_ERROR;
}
