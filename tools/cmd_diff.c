#include <string.h>

#include "report/diff.h"
#include "tools/review.h"

static gboolean render_diff(const LoDiff *d, const char *format, const LoRenderOptions *render, gboolean edges, GString *out,
			    GError **error)
{
	static const char *const pictures[] = { "dot", "svg", "png", NULL };
	const LoReportFormat *f = lo_report_format(format, error);

	if (!f)
		return FALSE;
	if (g_strv_contains(pictures, format))
		return lo_diff_draw(d, format, render, out, error);
	if (!strcmp(format, "json"))
		lo_diff_json(d, render, out);
	else if (!strcmp(format, "text"))
		lo_diff_text(d, render, edges, out);
	else
		return lo_diff_render(d, f, render, out, error);
	return TRUE;
}

int lo_show_diff(const LoDiff *d, const LoFindingOptions *opt, gboolean edges, GError **error)
{
	const char *format = opt->format ? opt->format : "text";
	gboolean json = !strcmp(format, "json");
	LoRenderOptions render = lo_finding_render(opt, !json), reader = lo_finding_render(opt, TRUE);
	const LoPaint paint = lo_terminal_paint(opt->output, opt->root, opt->link_template);
	g_autoptr(GString) out = g_string_new(NULL);

	render.paint = &paint;
	render.root = opt->root;
	if (!render_diff(d, format, &render, edges, out, error) || !lo_write_output(out, opt->output, error))
		return LO_EXIT_ERROR;
	return lo_diff_count_shown(d->head, d->reports_new, &reader) ? LO_EXIT_FINDINGS : LO_EXIT_CLEAN;
}

int lo_cmd_diff(char ***args, GError **error)
{
	g_auto(LoFindingOptions) opt = { .of_a_change = TRUE };
	g_autofree GOptionEntry *entries = lo_finding_entries(&opt, NULL);
	g_autoptr(LoSolution) base = NULL, head = NULL;
	g_autoptr(LoDiff) d = NULL;

	if (!lo_parse_options(entries, "BASE.db HEAD.db",
			      "Tells which orders and reports came and went from one scan to another, whatever lines moved.\n"
			      "The exit status is 1 when there is a new report.", args, error) ||
	    !lo_check_args(*args, 2, 2, "BASE.db HEAD.db", error) || !lo_finding_options_check(&opt, error))
		return LO_EXIT_ERROR;
	base = lo_load_solution((*args)[1], error);
	head = base ? lo_load_solution((*args)[2], error) : NULL;
	opt.root = head ? lo_scan_root((*args)[2]) : NULL;
	if (!head || !lo_finding_suppress(&opt, head, opt.root, FALSE, error))
		return LO_EXIT_ERROR;
	d = lo_diff_new(base, head);
	lo_review_group(d, head);
	return lo_show_diff(d, &opt, TRUE, error);
}
