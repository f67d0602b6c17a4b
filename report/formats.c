#include "report/formats.h"

#include "common/error.h"

const LoReportFormat lo_report_formats[] = {
	{ "text", "for people, in the manner of lockdep", lo_render_text },
	{ "json", "for programs, see docs/json-format.md", lo_render_json },
	{ "dot", "the locks of the reports as a graph, for graphviz", lo_render_dot },
	{ "svg", "that graph, drawn", lo_render_svg },
	{ "png", "that graph, drawn in pixels", lo_render_png },
	{ NULL, NULL, NULL },
};

static char *format_names(void)
{
	GString *names = g_string_new(NULL);

	for (const LoReportFormat *f = lo_report_formats; f->name; f++)
		g_string_append_printf(names, "%s%s", names->len ? ", " : "", f->name);
	return g_string_free(names, FALSE);
}

const LoReportFormat *lo_report_format(const char *name, GError **error)
{
	g_autofree char *names = NULL;

	for (const LoReportFormat *f = lo_report_formats; f->name; f++)
		if (!strcmp(f->name, name))
			return f;
	names = format_names();
	g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "no format '%s': one of %s", name, names);
	return NULL;
}

static gboolean is_shown(const LoReportRow *r, const LoRenderOptions *opt)
{
	if (r->held_back && r->held_back[0] && !(opt && opt->all))
		return FALSE;
	return !opt || r->confidence >= opt->min_confidence;
}

GArray *lo_reports_shown(const LoSolution *sol, const LoRenderOptions *opt)
{
	GArray *shown = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint32 i = 0; i < sol->reports->len; i++) {
		if (opt && opt->limit && shown->len == opt->limit)
			break;
		if (is_shown(lo_report_row(sol, i), opt))
			g_array_append_val(shown, i);
	}
	return shown;
}
