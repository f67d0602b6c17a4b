/* The picture in graphviz's own language, by libcgraph, and as an image. */
#include "report/formats.h"

#include <stdio.h>

#include "common/error.h"
#include "report/draw.h"
#include "report/look.h"

static gboolean write_dot(Agraph_t *g, GString *out, GError **error)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);
	gboolean ok = f && agwrite(g, f) == 0;

	if (f && fclose(f))
		ok = FALSE;
	if (ok)
		g_string_append_len(out, text, (gssize)len);
	else
		g_set_error(error, LO_ERROR, LO_ERROR_IO, "cannot write the graph as dot");
	free(text);
	return ok;
}

/* Viewers that know prefers-color-scheme show the light drawing in dark colours where that is wished. */
static void put_dark_style(GString *svg, gsize from)
{
	g_autoptr(GString) style = g_string_new("\n<style>@media (prefers-color-scheme: dark) {\n");
	const char *start = strstr(svg->str + from, "<svg"), *end = start ? strchr(start, '>') : NULL;

	lo_look_css(style, "svg");
	g_string_append(style, "}</style>");
	if (end)
		g_string_insert_len(svg, end + 1 - svg->str, style->str, (gssize)style->len);
}

gboolean lo_graph_render(const LoSolution *sol, const LoGraphView *v, const LoRenderOptions *opt, const char *type,
			 GString *out, GError **error)
{
	g_autoptr(Agraph_t) g = NULL;
	gsize from = out->len;

	if (strcmp(type, "dot") && strcmp(type, "svg") && strcmp(type, "png")) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "no picture type '%s': one of dot, svg, png", type);
		return FALSE;
	}
	g = lo_graph_draw(sol, v, opt);
	if (!strcmp(type, "dot"))
		return write_dot(g, out, error);
	if (!lo_image_render(g, type, out, error))
		return FALSE;
	if (!strcmp(type, "svg") && (!opt || opt->theme == LO_THEME_AUTO))
		put_dark_style(out, from);
	return TRUE;
}

gboolean lo_graph_render_inline(const LoSolution *sol, const LoGraphView *v, const LoRenderOptions *opt, GString *out,
				GError **error)
{
	g_autoptr(Agraph_t) g = lo_graph_draw(sol, v, opt);
	g_autoptr(GString) svg = g_string_new(NULL);
	const char *start;

	if (!lo_image_render(g, "svg", svg, error))
		return FALSE;
	start = strstr(svg->str, "<svg");
	g_string_append(out, start ? start : "");
	return TRUE;
}

static gboolean render_reports(const LoSolution *sol, const LoRenderOptions *opt, const char *type, GString *out,
			       GError **error)
{
	g_autoptr(LoGraphView) v = lo_graph_view_reports(sol, opt);

	return lo_graph_render(sol, v, opt, type, out, error);
}

gboolean lo_render_dot(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error)
{
	return render_reports(sol, opt, "dot", out, error);
}

gboolean lo_render_svg(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error)
{
	return render_reports(sol, opt, "svg", out, error);
}

gboolean lo_render_png(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error)
{
	return render_reports(sol, opt, "png", out, error);
}
