/* What the commands that solve or report share. */
#include <string.h>

#include "common/error.h"
#include "solver/solver.h"
#include "tools/command.h"

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

GOptionEntry *lo_finding_entries(LoFindingOptions *opt, const GOptionEntry *more)
{
	const GOptionEntry own[] = {
		LO_FORMAT_OPTION(&opt->format, "text, json, dot, svg or png (default text)"),
		LO_OUTPUT_OPTION(&opt->output),
		{ "all", 'a', 0, G_OPTION_ARG_NONE, &opt->render.all, "also the reports that are held back", NULL },
		{ "min-confidence", 0, 0, G_OPTION_ARG_INT, &opt->render.min_confidence,
		  "leave out reports below it, 0 to 100", "N" },
		{ "limit", 0, 0, G_OPTION_ARG_INT, &opt->render.limit, "at most that many reports", "N" },
		G_OPTION_ENTRY_NULL,
	};
	guint n = count_entries(more);
	GOptionEntry *all = g_new0(GOptionEntry, n + G_N_ELEMENTS(own));

	if (n)
		memcpy(all, more, n * sizeof(*all));
	memcpy(all + n, own, sizeof(own));
	return all;
}

gboolean lo_finding_options_check(const LoFindingOptions *opt, GError **error)
{
	if (opt->render.min_confidence > 100) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "--min-confidence is 0 to 100");
		return FALSE;
	}
	if ((gint)opt->render.limit < 0) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "--limit is not negative");
		return FALSE;
	}
	return !opt->format || lo_report_format(opt->format, error);
}

void lo_finding_options_clear(LoFindingOptions *opt)
{
	g_clear_pointer(&opt->format, g_free);
	g_clear_pointer(&opt->output, g_free);
}

int lo_show_findings(const LoSolution *sol, const LoFindingOptions *opt, GError **error)
{
	const LoReportFormat *format = lo_report_format(opt->format ? opt->format : "text", error);
	g_autoptr(GArray) shown = lo_reports_shown(sol, &opt->render);
	g_autoptr(GString) out = g_string_new(NULL);

	if (!format || !format->render(sol, &opt->render, out, error) || !lo_write_output(out, opt->output, error))
		return LO_EXIT_ERROR;
	return shown->len ? LO_EXIT_FINDINGS : LO_EXIT_CLEAN;
}

LoSolution *lo_load_solution(const char *db, GError **error)
{
	g_autoptr(LoStore) store = lo_store_open(db ? db : LO_DEFAULT_DB, LO_STORE_READ, error);

	return store ? lo_store_get_solution(store, error) : NULL;
}

LoSolution *lo_solve_store(LoStore *store, const char *const *model_files, GError **error)
{
	g_autoptr(LoModel) model = lo_load_models(model_files, error);
	g_autoptr(LoSolution) sol = model ? lo_solve(store, model, NULL, error) : NULL;

	if (!sol || !lo_store_put_solution(store, sol, error))
		return NULL;
	return g_steal_pointer(&sol);
}
