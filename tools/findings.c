/* What the commands that solve or report share. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "common/error.h"
#include "common/hash.h"
#include "facts/solution_writer.h"
#include "report/link.h"
#include "solver/renew.h"
#include "solver/solver.h"
#include "tools/command.h"

#define MAX_STRATA 7

/* What a person can take in; programs that read JSON are given all and choose. */
#define READER_LIMIT 50

LoModel *lo_load_models(const char *const *files, GError **error)
{
	g_autoptr(LoModel) model = lo_model_new();

	if (!lo_model_add_shipped(model, "linux", error) || !lo_model_add_shipped(model, "pthread", error))
		return NULL;
	for (; files && *files; files++)
		if (!lo_model_add_file(model, *files, error))
			return NULL;
	return g_steal_pointer(&model);
}

static guint count_entries(const GOptionEntry *entries)
{
	guint n = 0;

	while (entries && entries[n].long_name)
		n++;
	return n;
}

static const char *format_help(LoFindingOptions *opt)
{
	g_autofree char *names = lo_report_format_names();

	if (!opt->format_help)
		opt->format_help = g_strdup_printf("one of %s (default text)", names);
	return opt->format_help;
}

GOptionEntry *lo_finding_entries(LoFindingOptions *opt, const GOptionEntry *more)
{
	const GOptionEntry own[] = {
		LO_FORMAT_OPTION(&opt->format, format_help(opt)),
		LO_OUTPUT_OPTION(&opt->output),
		{ "all", 'a', 0, G_OPTION_ARG_NONE, &opt->render.all, "every report, those too that are held back", NULL },
		{ "min-confidence", 0, 0, G_OPTION_ARG_INT, &opt->min_confidence,
		  "leave out reports below it, 0 to 100 (default 75; of what is new 25; json 0)", "N" },
		{ "limit", 0, 0, G_OPTION_ARG_INT, &opt->limit, "at most that many reports, 0 for all (default 50, json 0)", "N" },
		{ "baseline", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &opt->baselines, "hold back what 'lockorder baseline' listed there", "FILE" },
		{ "rules", 0, 0, G_OPTION_ARG_FILENAME, &opt->rules, "hold back by these rules (default .lockorder, if it is there)", "FILE" },
		LO_THEME_OPTION(&opt->theme),
		LO_LINK_OPTION(&opt->link_template),
		G_OPTION_ENTRY_NULL,
	};
	guint n = count_entries(more);
	GOptionEntry *all = g_new0(GOptionEntry, n + G_N_ELEMENTS(own));

	opt->min_confidence = opt->limit = LO_UNSET;

	if (n)
		memcpy(all, more, n * sizeof(*all));
	memcpy(all + n, own, sizeof(own));
	return all;
}

gboolean lo_check_look(const char *theme, const char *link_template, LoRenderOptions *render, GError **error)
{
	static const char *const themes[] = { "auto", "light", "dark", NULL };	/* as in LoTheme */

	if ((theme && !lo_check_choice("theme", theme, themes, error)) ||
	    (link_template && !lo_link_template_check(link_template, error)))
		return FALSE;
	for (guint i = 0; theme && themes[i]; i++)
		if (!strcmp(theme, themes[i]))
			render->theme = (LoTheme)i;
	render->link_template = link_template;
	return TRUE;
}

char *lo_scan_root(const char *db)
{
	g_autoptr(LoStore) store = lo_store_open(db ? db : LO_DEFAULT_DB, LO_STORE_READ, NULL);

	return store ? g_strdup(lo_store_root(store)) : NULL;
}

gboolean lo_finding_options_check(LoFindingOptions *opt, GError **error)
{
	if (!lo_finding_read_project(opt, error))
		return FALSE;
	if (opt->min_confidence != LO_UNSET && (opt->min_confidence < 0 || opt->min_confidence > 100)) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "--min-confidence is 0 to 100");
		return FALSE;
	}
	if (opt->limit != LO_UNSET && opt->limit < 0) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "--limit is not negative");
		return FALSE;
	}
	/* Not after a scan of minutes. */
	for (char **path = opt->baselines; path && *path; path++)
		if (access(*path, R_OK)) {
			g_set_error(error, LO_ERROR, LO_ERROR_IO, "cannot read '%s': %s", *path, g_strerror(errno));
			return FALSE;
		}
	return lo_check_output(opt->output, error) && lo_check_look(opt->theme, opt->link_template, &opt->render, error) &&
	       (!opt->format || lo_report_format(opt->format, error)) && lo_check_pixels(opt->format, opt->output, error);
}

void lo_finding_options_clear(LoFindingOptions *opt)
{
	g_clear_pointer(&opt->format, g_free);
	g_clear_pointer(&opt->output, g_free);
	g_clear_pointer(&opt->format_help, g_free);
	g_clear_pointer(&opt->theme, g_free);
	g_clear_pointer(&opt->baselines, g_strfreev);
	g_clear_pointer(&opt->rules, g_free);
	g_clear_pointer(&opt->link_template, g_free);
	g_clear_pointer(&opt->root, g_free);
}

LoRenderOptions lo_reader_options(gboolean all)
{
	return (LoRenderOptions){
		.all = all, .min_confidence = all ? 0 : LO_CONFIDENCE_DEFAULT, .limit = all ? 0 : READER_LIMIT,
	};
}

static guint option_or(gint value, gboolean all, guint otherwise)
{
	if (value != LO_UNSET)
		return (guint)value;
	return all ? 0 : otherwise;
}

LoRenderOptions lo_finding_render(const LoFindingOptions *opt, gboolean for_reader)
{
	LoRenderOptions r = opt->render;

	r.min_confidence = option_or(opt->min_confidence, r.all || !for_reader,
				     opt->of_a_change || opt->baselines ? LO_CONFIDENCE_NEW : LO_CONFIDENCE_DEFAULT);
	r.limit = option_or(opt->limit, r.all || !for_reader, READER_LIMIT);
	/* a reader finds them under their report */
	r.variants = !for_reader && !r.min_confidence;
	return r;
}

/* The same in every format. */
static int findings_status(const LoSolution *sol, const LoFindingOptions *opt)
{
	LoRenderOptions r = lo_finding_render(opt, TRUE);
	g_autoptr(GArray) shown = NULL;

	r.limit = 1;
	shown = lo_reports_shown(sol, &r);
	return shown->len ? LO_EXIT_FINDINGS : LO_EXIT_CLEAN;
}

int lo_show_findings(LoSolution *sol, LoFindingOptions *opt, GError **error)
{
	const LoReportFormat *format = lo_report_format(opt->format ? opt->format : "text", error);
	LoRenderOptions render = lo_finding_render(opt, !format || strcmp(format->name, "json"));
	g_autoptr(GString) out = g_string_new(NULL);

	if (!opt->root)
		opt->root = lo_scan_root(opt->db);
	render.root = opt->root;
	const LoPaint paint = lo_terminal_paint(opt->output, opt->root, opt->link_template);
	render.paint = &paint;
	if (!format || !lo_finding_suppress(opt, sol, opt->root, TRUE, error) || !format->render(sol, &render, out, error) ||
	    !lo_write_output(out, opt->output, error))
		return LO_EXIT_ERROR;
	return findings_status(sol, opt);
}

LoSolution *lo_load_solution(const char *db, GError **error)
{
	g_autoptr(LoStore) store = lo_store_open(db ? db : LO_DEFAULT_DB, LO_STORE_READ, error);

	return store ? lo_store_open_solution(store, error) : NULL;
}

LoSolution *lo_load_graph(const char *db, GError **error)
{
	g_autoptr(LoStore) store = lo_store_open(db ? db : LO_DEFAULT_DB, LO_STORE_READ, error);

	return store ? lo_store_open_graph(store, error) : NULL;
}

gboolean lo_check_strata(gint strata, GError **error)
{
	if (strata >= 0 && strata <= MAX_STRATA)
		return TRUE;
	g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "--strata is 1 to %d", MAX_STRATA);
	return FALSE;
}

/* What part of the work has usually been done when a phase begins; measured on linux 6.1 (`lockorder stats`). */
static const struct {
	const char *phase;
	guint percent;
} usual[] = {
	{ "load", 0 }, { "summaries", 2 }, { "state", 13 }, { "strata", 14 }, { "explore", 86 }, { "interrupts", 86 }, { "cycles", 88 },
};

static void on_phase(const char *name, gpointer data)
{
	for (guint i = 0; i < G_N_ELEMENTS(usual); i++)
		if (!strcmp(usual[i].phase, name))
			lo_progress_step(data, name, usual[i].percent);
}

static LoSolution *solve(LoStore *store, const LoModel *model, const LoSolverSettings *how, const LoSolutionSink *sink, GError **error)
{
	g_autoptr(LoProgress) progress = lo_is_quiet() ? NULL : lo_progress_new_stepwise("solving");
	LoSolveOptions opt = { .strata = (guint)how->strata, .roots = how->roots, .sink = sink,
			       .on_phase = on_phase, .phase_data = progress };

	return lo_solve(store, model, &opt, error);
}

static void store_state(GBytes *state, gpointer data)
{
	lo_solution_writer_put_state(data, state);
}

static void store_edges(const LoSolution *sol, gpointer data)
{
	lo_solution_writer_put_edges(data, sol);
}

static void store_reports(const LoSolution *sol, gpointer data)
{
	lo_solution_writer_put_reports(data, sol);
}

/* All that a solution depends on besides the facts; NULL: unknown.  The program itself stands for the
 * solver: its version would have to be raised by hand. */
static char *solver_identity(const LoModel *model, const LoSolverSettings *how)
{
	g_autofree char *model_hash = lo_model_hash(model), *program = NULL, *roots = NULL;
	LoHash hash;

	if (!lo_hash_file("/proc/self/exe", &hash, NULL))
		return NULL;
	program = lo_hash_to_hex(&hash);
	roots = how->roots ? g_strjoinv(" ", (char **)how->roots) : NULL;
	return g_strdup_printf("program %s model %s strata %d roots %s", program, model_hash, how->strata, roots ? roots : "");
}

gboolean lo_check_solved_with(LoStore *store, const LoModel *model, const LoSolverSettings *how, GError **error)
{
	g_autofree char *identity = solver_identity(model, how);

	if (identity && lo_store_is_solved_with(store, identity))
		return TRUE;
	g_set_error(error, LO_ERROR, LO_ERROR_DB, "the last scan was solved with another version, model or depth, or not at all: "
		    "run 'lockorder solve'");
	return FALSE;
}

static LoSolution *solve_and_store(LoStore *store, const LoModel *model, const LoSolverSettings *how, const char *identity,
				   GError **error)
{
	g_autoptr(LoSolution) sol = NULL;
	g_autoptr(LoSolutionWriter) writer = lo_solution_writer_new(store);	/* is freed first: it reads the solution */
	const LoSolutionSink sink = { store_state, store_edges, store_reports, writer };

	sol = solve(store, model, how, &sink, error);
	return sol && lo_solution_writer_finish(writer, sol, identity, error) ? g_steal_pointer(&sol) : NULL;
}

/* The stored solution, where what the session has changed says nothing of locks.  NULL: it does, or that is not known. */
static LoSolution *renew(LoStore *store, const LoModel *model, const LoSolverSettings *how, const char *identity)
{
	g_autoptr(LoFactChanges) c = lo_store_take_changes(store);
	g_autoptr(GPtrArray) changed = NULL;
	gint64 t = g_get_monotonic_time();
	gboolean renewed = FALSE;

	if (!c || (how->roots && how->roots[0]) || !lo_store_was_solved_with(store, identity))
		return NULL;
	g_autoptr(GBytes) state = lo_store_get_older_state(store, NULL);
	g_autoptr(LoLineMoves) moves = state ? lo_solution_still_holds(store, model, state, c, &changed, NULL) : NULL;
	g_debug("%s: %" G_GINT64_FORMAT " ms", moves ? "the solution still holds" : "another solution", (g_get_monotonic_time() - t) / 1000);
	if (!moves || !lo_store_renew_solution(store, c, moves, changed, &renewed, NULL) || !renewed)
		return NULL;
	return lo_store_open_solution(store, NULL);
}

LoSolution *lo_solve_store(LoStore *store, const LoSolverSettings *how, gboolean force, GError **error)
{
	g_autoptr(LoModel) model = lo_load_models(how->models, error);
	g_autofree char *identity = model ? solver_identity(model, how) : NULL;
	g_autoptr(LoSolution) sol = NULL;

	if (!model)
		return NULL;
	if (!force && identity && lo_store_is_solved_with(store, identity))
		sol = lo_store_open_solution(store, NULL);	/* a damaged one is replaced */
	if (!force && identity && !sol)
		sol = renew(store, model, how, identity);
	if (sol)
		return g_steal_pointer(&sol);
	return solve_and_store(store, model, how, identity, error);
}

LoSolution *lo_solve_aside(const char *db, const LoSolverSettings *how, GError **error)
{
	g_autoptr(LoModel) model = lo_load_models(how->models, error);
	g_autoptr(LoStore) store = model ? lo_store_open(db ? db : LO_DEFAULT_DB, LO_STORE_READ, error) : NULL;

	return store ? solve(store, model, how, NULL, error) : NULL;
}
