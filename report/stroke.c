#include "report/stroke.h"

#define WEAK_BELOW 50

void lo_draw_set(void *object, const char *name, const char *value)
{
	agsafeset(object, (char *)name, (char *)value, (char *)"");
}

gboolean lo_edge_is_shared(const LoEdgeRow *e)
{
	return e->from_hold != LO_HOLD_EXCLUSIVE || e->to_hold != LO_HOLD_EXCLUSIVE;
}

LoLineStyle lo_draw_line_style(const LoDrawing *d, const LoEdgeRow *e)
{
	LoLineStyle style = 0;

	if (lo_edge_is_shared(e))
		style |= LO_LINE_SHARED;
	if (e->confidence < WEAK_BELOW)
		style |= LO_LINE_WEAK;
	if (lo_graph_view_is_marked(d->view, e->from, e->to))
		style |= LO_LINE_CYCLE;
	if (lo_graph_view_is_added(d->view, e->from, e->to))
		style |= LO_LINE_ADDED;
	if (lo_graph_view_is_removed(d->view, e->from, e->to))
		style |= LO_LINE_REMOVED;
	return style;
}

/* What is added and in a cycle is both: two lines side by side. */
static char *line_colour(const LoDrawing *d, LoLineStyle style)
{
	LoInk change = style & LO_LINE_ADDED ? LO_INK_ADDED : LO_INK_REMOVED;

	if ((style & LO_LINE_CYCLE) && (style & (LO_LINE_ADDED | LO_LINE_REMOVED)))
		return g_strconcat(lo_ink(d->theme, LO_INK_CYCLE), ":", lo_ink(d->theme, change), NULL);
	if (style & LO_LINE_CYCLE)
		return g_strdup(lo_ink(d->theme, LO_INK_CYCLE));
	if (style & (LO_LINE_ADDED | LO_LINE_REMOVED))
		return g_strdup(lo_ink(d->theme, change));
	return g_strdup(lo_ink(d->theme, style & LO_LINE_WEAK ? LO_INK_WEAK : LO_INK_EDGE));
}

static const char *line_pattern(LoLineStyle style)
{
	if (style & LO_LINE_WEAK)
		return "dotted";
	return style & (LO_LINE_SHARED | LO_LINE_REMOVED) ? "dashed" : "solid";
}

void lo_draw_set_line(const LoDrawing *d, Agedge_t *edge, LoLineStyle style)
{
	g_autofree char *colour = line_colour(d, style);

	lo_draw_set(edge, "style", line_pattern(style));
	lo_draw_set(edge, "color", colour);
	if (style & (LO_LINE_CYCLE | LO_LINE_ADDED))
		lo_draw_set(edge, "penwidth", "2.5");
	if (style & LO_LINE_REMOVED)
		lo_draw_set(edge, "arrowhead", "empty");
}
