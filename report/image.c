/* The graph drawn by libgvc. */
#include "report/draw.h"

#include <graphviz/gvc.h>

#include "common/error.h"

static gboolean render(GVC_t *gvc, Agraph_t *g, const char *type, GString *out)
{
	char *data = NULL;
	unsigned int len = 0;
	int failed = gvRenderData(gvc, g, type, &data, &len);

	if (!failed)
		g_string_append_len(out, data, len);
	if (data)
		gvFreeRenderData(data);
	return !failed;
}

/* One context for the process, never freed: graphviz 2.43's pango plugin keeps a
 * pointer to the last font's name, which belongs to the context, and reads it
 * when the next one draws. */
static GVC_t *shared_context(void)
{
	static gsize context;

	if (g_once_init_enter(&context))
		g_once_init_leave(&context, (gsize)gvContext());
	return (GVC_t *)context;
}

/* Warnings about single labels would go to stderr: the picture is still good. */
gboolean lo_image_render(Agraph_t *g, const char *type, GString *out, GError **error)
{
	agerrlevel_t level = agseterr(AGMAX);
	const char *reason;
	GVC_t *gvc = shared_context();
	gboolean ok = FALSE;

	if (!gvLayout(gvc, g, "dot")) {
		ok = render(gvc, g, type, out);
		gvFreeLayout(gvc, g);
	}
	agseterr(level);
	if (ok)
		return TRUE;
	reason = aglasterr();
	g_set_error(error, LO_ERROR, LO_ERROR_IO, "graphviz cannot draw the graph as %s: %s", type,
		    reason ? reason : "no reason given");
	return FALSE;
}
