/*
 * What the shapes and lines of a picture mean: only those that it uses.
 *
 * A legend is a ladder of two columns, kinds of locks and kinds of edges, with
 * a rung on each rank of the graph, so that it stands beside it and is narrow.
 */
#include "report/legend.h"

#define MAX_LINES 8

typedef struct {
	LoLineStyle style;
	const char *label;
} LineMeaning;

static const LineMeaning meanings[] = {
	{ LO_LINE_CYCLE, "in a cycle" },
	{ LO_LINE_ADDED, "added (+)" },
	{ LO_LINE_REMOVED, "removed (\xe2\x88\x92)" },
	{ LO_LINE_SHARED, "shared (R, RR)" },
	{ LO_LINE_WEAK, "low confidence" },
};

static LoLineStyle styles_used(const LoDrawing *d, gboolean *plain)
{
	LoLineStyle used = 0;

	for (guint i = 0; i < d->view->edges->len; i++) {
		LoLineStyle style = lo_draw_line_style(d, lo_edge_row(d->sol, g_array_index(d->view->edges, guint32, i)));

		*plain |= !style;
		used |= style;
	}
	return used;
}

static guint lines_used(const LoDrawing *d, LineMeaning *out)
{
	gboolean plain = FALSE;
	LoLineStyle used = styles_used(d, &plain);
	guint n = 0;

	G_STATIC_ASSERT(G_N_ELEMENTS(meanings) < MAX_LINES);
	if (plain)
		out[n++] = (LineMeaning){ 0, "held, then taken" };
	for (guint i = 0; i < G_N_ELEMENTS(meanings); i++)
		if (used & meanings[i].style)
			out[n++] = meanings[i];
	return n;
}

static guint kinds_used(const LoDrawing *d, LoLockKind *out)
{
	gboolean used[LO_LOCK__N] = { 0 };
	guint n = 0;

	for (guint i = 0; i < d->view->classes->len; i++)
		used[lo_class_row(d->sol, g_array_index(d->view->classes, guint32, i))->kind] = TRUE;
	for (guint kind = 0; kind < LO_LOCK__N; kind++)
		if (used[kind])
			out[n++] = (LoLockKind)kind;
	return n;
}

static Agnode_t *legend_node(Agraph_t *rung, const char *label, const char *shape)
{
	g_autofree char *name = g_strconcat("legend: ", label, NULL);
	Agnode_t *n = agnode(rung, name, 1);

	lo_draw_set(n, "label", label);
	lo_draw_set(n, "shape", shape);
	lo_draw_set(n, "fontsize", "10");
	lo_draw_set(n, "margin", "0.06,0.03");
	lo_draw_set(n, "height", "0.3");
	lo_draw_set(n, "width", "0.3");
	lo_draw_set(n, "tooltip", label);
	return n;
}

static Agnode_t *legend_kind(const LoDrawing *d, Agraph_t *rung, LoLockKind kind)
{
	LoKindLook look = lo_kind_look(kind);
	Agnode_t *n = legend_node(rung, lo_lock_kind_name(kind), look.shape);

	lo_draw_set(n, "fillcolor", lo_ink(d->theme, look.fill));
	return n;
}

/* A short arrow, with what it means at its head. */
static Agnode_t *legend_line(const LoDrawing *d, Agraph_t *rung, const LineMeaning *line)
{
	g_autofree char *tail = g_strconcat(line->label, ", tail", NULL);
	Agnode_t *a = legend_node(rung, tail, "point"), *b = legend_node(rung, line->label, "plaintext");
	Agedge_t *edge = agedge(rung, a, b, NULL, 1);

	lo_draw_set(a, "label", "");
	lo_draw_set(a, "width", "0.04");
	lo_draw_set(a, "height", "0.04");
	lo_draw_set(a, "fillcolor", lo_ink(d->theme, LO_INK_EDGE));
	lo_draw_set(b, "style", "solid");
	lo_draw_set(edge, "tooltip", line->label);
	lo_draw_set_line(d, edge, line->style);
	return a;
}

static void hang(Agraph_t *legend, Agnode_t **last, Agnode_t *next)
{
	if (*last)
		lo_draw_set(agedge(legend, *last, next, NULL, 1), "style", "invis");
	*last = next;
}

static Agraph_t *new_legend(const LoDrawing *d)
{
	Agraph_t *legend = agsubg(d->g, (char *)"cluster_legend", 1);

	lo_draw_set(legend, "label", "legend");
	lo_draw_set(legend, "style", "rounded");
	lo_draw_set(legend, "color", lo_ink(d->theme, LO_INK_FOLDER_LINE));
	lo_draw_set(legend, "fontsize", "11");
	return legend;
}

void lo_draw_legend(const LoDrawing *d)
{
	Agraph_t *legend = new_legend(d);
	LineMeaning lines[MAX_LINES];
	LoLockKind kinds[LO_LOCK__N];
	guint n_lines = lines_used(d, lines), n_kinds = kinds_used(d, kinds);
	Agnode_t *last_kind = NULL, *last_line = NULL;

	for (guint i = 0; i < MAX(n_lines, n_kinds); i++) {
		g_autofree char *name = g_strdup_printf("legend_%u", i);
		Agraph_t *rung = agsubg(legend, name, 1);

		lo_draw_set(rung, "rank", "same");
		if (i < n_kinds)
			hang(legend, &last_kind, legend_kind(d, rung, kinds[i]));
		if (i < n_lines)
			hang(legend, &last_line, legend_line(d, rung, &lines[i]));
	}
}
