/* The graph's own language, written by libcgraph. */
#include "report/formats.h"

#include <stdio.h>

#include "common/error.h"
#include "report/draw.h"

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

gboolean lo_graph_render(const LoSolution *sol, const LoGraphView *v, const char *type, GString *out, GError **error)
{
	g_autoptr(Agraph_t) g = NULL;

	if (strcmp(type, "dot") && strcmp(type, "svg") && strcmp(type, "png")) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "no picture type '%s': one of dot, svg, png", type);
		return FALSE;
	}
	g = lo_graph_draw(sol, v);
	return strcmp(type, "dot") ? lo_image_render(g, type, out, error) : write_dot(g, out, error);
}

static gboolean render_reports(const LoSolution *sol, const LoRenderOptions *opt, const char *type, GString *out,
			       GError **error)
{
	g_autoptr(LoGraphView) v = lo_graph_view_reports(sol, opt);

	return lo_graph_render(sol, v, type, out, error);
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
