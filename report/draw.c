/* A view as nodes and edges, with what graphviz needs to lay them out. */
#include "report/draw.h"

#include "common/escape.h"
#include "report/chain.h"
#include "report/fold.h"
#include "report/legend.h"
#include "report/link.h"
#include "report/stroke.h"

#define FONT "Helvetica"
#define FEW_NODES 12	/* more are laid out from left to right: labels beside each other make pictures wide */

static void set_number(void *object, const char *name, const char *format, guint n)
{
	g_autofree char *value = g_strdup_printf(format, n);

	lo_draw_set(object, name, value);
}

/* Graphviz expands backslashes in labels, and its writer does not escape one
 * before the closing quote: a name may hold one, and doubled it is harmless. */
static void put_label(GString *out, const char *s)
{
	g_autoptr(GString) escaped = g_string_new(NULL);

	lo_escape_append(escaped, s);
	for (const char *p = escaped->str; *p; p++) {
		if (*p == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *p);
	}
}

static void set_default(const LoDrawing *d, int kind, const char *name, const char *value)
{
	agattr(d->g, kind, (char *)name, (char *)value);
}

static gboolean is_wide(const LoDrawing *d)
{
	return d->view->classes->len > FEW_NODES;
}

typedef struct {
	int kind;
	const char *name, *value;
} Default;

static void set_defaults(const LoDrawing *d)
{
	const char *text = lo_ink(d->theme, LO_INK_TEXT), *line = lo_ink(d->theme, LO_INK_EDGE);
	const Default defaults[] = {
		{ AGRAPH, "rankdir", is_wide(d) ? "LR" : "TB" }, { AGRAPH, "fontname", FONT }, { AGRAPH, "fontsize", "14" },
		{ AGRAPH, "fontcolor", text }, { AGRAPH, "labelloc", "t" }, { AGRAPH, "nodesep", "0.3" },
		{ AGRAPH, "ranksep", "0.5" }, { AGRAPH, "pad", "0.2" }, { AGRAPH, "newrank", "true" },
		{ AGRAPH, "bgcolor", lo_ink(d->theme, LO_INK_PAPER) },
		{ AGNODE, "fontname", FONT }, { AGNODE, "fontsize", "12" }, { AGNODE, "style", "filled" },
		{ AGNODE, "color", line }, { AGNODE, "fontcolor", text }, { AGNODE, "margin", "0.15,0.07" },
		{ AGNODE, "fillcolor", lo_ink(d->theme, LO_INK_FILL_OTHER) },
		{ AGEDGE, "fontname", FONT }, { AGEDGE, "fontsize", "10" }, { AGEDGE, "color", line },
		{ AGEDGE, "fontcolor", text }, { AGEDGE, "arrowsize", "0.8" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(defaults); i++)
		set_default(d, defaults[i].kind, defaults[i].name, defaults[i].value);
}

static void set_title(const LoDrawing *d)
{
	g_autoptr(GString) label = g_string_new("lock order: ");
	guint folded = g_hash_table_size(d->view->folder_of);

	put_label(label, d->view->title);
	if (folded)
		g_string_append_printf(label, "\\n%u locks are drawn as one node for each folder", folded);
	if (d->view->left_out)
		g_string_append_printf(label, "\\n%u edges of lower confidence are not drawn", d->view->left_out);
	if (!d->view->anchor)
		lo_draw_set(d->g, "label", label->str);
}

/* A name that no other part of the page has. */
static void set_id(const LoDrawing *d, void *object, char letter, guint32 id)
{
	g_autofree char *name = d->view->anchor ? g_strdup_printf("%s-%c%u", d->view->anchor, letter, id) : NULL;

	if (name)
		lo_draw_set(object, "id", name);
}

static void set_link(const LoDrawing *d, void *object, const char *file, guint32 line)
{
	g_autofree char *url = lo_link(d->opt, file, line);

	if (url)
		lo_draw_set(object, "URL", url);
}

static void set_class_tooltip(Agnode_t *n, const LoClassRow *c)
{
	g_autoptr(GString) tip = g_string_new(lo_lock_kind_name(c->kind));

	for (guint i = 0; c->names && i < c->names->len; i++) {
		g_string_append(tip, "\\n");
		put_label(tip, g_ptr_array_index(c->names, i));
	}
	if (c->file && c->file[0]) {
		g_string_append(tip, "\\n");
		put_label(tip, c->file);
		g_string_append_printf(tip, ":%u", c->line);
	}
	lo_draw_set(n, "tooltip", tip->str);
}

/* Two classes may have one name; a graph's nodes may not. */
static Agnode_t *new_node(const LoDrawing *d, Agraph_t *in, const LoClassRow *c, guint32 id)
{
	g_autoptr(GString) name = g_string_new(NULL);

	put_label(name, c->name);
	if (agnode(d->g, name->str, 0))
		g_string_append_printf(name, " (class %u)", id);
	return agnode(in, name->str, 1);
}

static void set_marked(const LoDrawing *d, Agnode_t *n)
{
	lo_draw_set(n, "fillcolor", lo_ink(d->theme, LO_INK_FILL_CYCLE));
	lo_draw_set(n, "color", lo_ink(d->theme, LO_INK_CYCLE));
	lo_draw_set(n, "penwidth", "2.5");
}

static Agnode_t *draw_class(const LoDrawing *d, Agraph_t *in, guint32 id, gboolean marked)
{
	const LoClassRow *c = lo_class_row(d->sol, id);
	LoKindLook look = lo_kind_look(c->kind);
	g_autoptr(GString) label = g_string_new(NULL);
	Agnode_t *n = new_node(d, in, c, id);

	put_label(label, c->name);
	lo_draw_set(n, "label", label->str);
	lo_draw_set(n, "shape", look.shape);
	lo_draw_set(n, "fillcolor", lo_ink(d->theme, look.fill));
	if (marked)
		set_marked(d, n);
	set_class_tooltip(n, c);
	set_id(d, n, 'n', id);
	set_link(d, n, c->file, c->line);
	return n;
}

static void put_tip_chain(GString *tip, const char *verb, const LoClassRow *c, const GArray *chain)
{
	g_string_append(tip, verb);
	put_label(tip, c->name);
	for (guint i = 0; chain && i < chain->len; i++) {
		g_autoptr(GString) hop = g_string_new(NULL);

		lo_put_hop(hop, &g_array_index(chain, LoHop, i), NULL);
		g_string_append(tip, "\\n  ");
		put_label(tip, hop->str);
	}
}

static void set_edge_tooltip(const LoDrawing *d, Agedge_t *edge, const LoEdgeRow *e)
{
	g_autoptr(GString) tip = g_string_new(NULL);

	put_tip_chain(tip, "holds ", lo_class_row(d->sol, e->from), e->from_chain);
	g_string_append(tip, "\\n");
	put_tip_chain(tip, "acquires ", lo_class_row(d->sol, e->to), e->to_chain);
	g_string_append_printf(tip, "\\nconfidence %u%%", e->confidence);
	lo_draw_set(edge, "tooltip", tip->str);
	lo_draw_set(edge, "labeltooltip", tip->str);
}

static gboolean is_folder(const LoDrawing *d, guint32 class)
{
	return lo_graph_view_node(d->view, class) & LO_GRAPH_FOLDER;
}

/* The function where both locks meet is what a reader looks up first. */
static void set_edge_label(const LoDrawing *d, Agedge_t *edge, const LoEdgeRow *e, LoLineStyle style)
{
	g_autoptr(GString) label = g_string_new(style & LO_LINE_ADDED ? " + " : style & LO_LINE_REMOVED ? " \xe2\x88\x92 " : " ");
	const LoHop *meet = lo_chain_first(e->to_chain);
	guint behind = lo_graph_view_behind(d->view, e->from, e->to);

	if (behind > 1)
		g_string_append_printf(label, "%u orders", behind);
	else if (meet)
		put_label(label, meet->function);
	if (behind <= 1 && lo_edge_is_shared(e))
		g_string_append_printf(label, "%s%s to %s", meet ? "\\n" : "", lo_hold_name(e->from_hold),
				       lo_hold_name(e->to_hold));
	lo_draw_set(edge, "label", label->str);
}

/* On a page of reports an edge leads to its chains, otherwise to the source. */
static void set_edge_link(const LoDrawing *d, Agedge_t *edge, const LoEdgeRow *e, guint32 id)
{
	const LoHop *meet = lo_chain_first(e->to_chain);
	g_autofree char *url = d->view->anchor ? g_strdup_printf("#%s-c%u", d->view->anchor, id) : NULL;

	if (url)
		lo_draw_set(edge, "URL", url);
	else if (meet)
		set_link(d, edge, meet->file, meet->line);
}

/* Graphviz lays an edge and the one back over each other if nothing keeps them apart. */
static void keep_apart(const LoDrawing *d, Agedge_t *edge, Agnode_t *from, Agnode_t *to)
{
	const char *side = is_wide(d) ? "s" : "e";

	if (from == to || !agedge(d->g, to, from, NULL, 0))
		return;
	lo_draw_set(edge, "tailport", side);
	lo_draw_set(edge, "headport", side);
}

static void draw_edge(const LoDrawing *d, Agnode_t *from, Agnode_t *to, guint32 id)
{
	const LoEdgeRow *e = lo_edge_row(d->sol, id);
	LoLineStyle style = lo_draw_line_style(d, e);
	Agedge_t *edge = agedge(d->g, from, to, NULL, 1);

	keep_apart(d, edge, from, to);
	set_edge_label(d, edge, e, style);
	lo_draw_set_line(d, edge, style);
	set_edge_tooltip(d, edge, e);
	set_id(d, edge, 'e', id);
	if (!is_folder(d, e->from) && !is_folder(d, e->to))
		set_edge_link(d, edge, e, id);
}

static gboolean *marked_classes(const LoDrawing *d)
{
	gboolean *marked = g_new0(gboolean, d->sol->classes->len + 1);

	for (guint i = 0; i < d->view->marked_nodes->len; i++)
		marked[g_array_index(d->view->marked_nodes, guint32, i)] = TRUE;
	return marked;
}

/* ---- folders ---- */

static Agraph_t *folder_cluster(const LoDrawing *d, const char *folder)
{
	g_autoptr(GString) name = g_string_new("cluster_folder_"), label = g_string_new(NULL);
	Agraph_t *sub;

	put_label(name, folder);
	sub = agsubg(d->g, name->str, 0);
	if (sub)
		return sub;
	sub = agsubg(d->g, name->str, 1);
	put_label(label, strcmp(folder, ".") ? folder : "(top folder)");
	lo_draw_set(sub, "label", label->str);
	lo_draw_set(sub, "tooltip", label->str);
	lo_draw_set(sub, "style", "rounded,filled");
	lo_draw_set(sub, "fillcolor", lo_ink(d->theme, LO_INK_FILL_FOLDER));
	lo_draw_set(sub, "color", lo_ink(d->theme, LO_INK_FOLDER_LINE));
	lo_draw_set(sub, "fontsize", "11");
	lo_draw_set(sub, "labeljust", "l");	/* where edges seldom cross it */
	set_id(d, sub, 'f', AGSEQ(sub));
	return sub;
}

static char *class_folder(const LoDrawing *d, guint i)
{
	return lo_class_folder(lo_class_row(d->sol, g_array_index(d->view->classes, guint32, i)), LO_FOLDER_DEPTH);
}

/* One folder around everything says nothing. */
static gboolean has_several_folders(const LoDrawing *d)
{
	g_autofree char *first = d->view->classes->len ? class_folder(d, 0) : NULL;

	for (guint i = 1; i < d->view->classes->len; i++) {
		g_autofree char *folder = class_folder(d, i);

		if (strcmp(folder, first))
			return TRUE;
	}
	return d->view->folders->len > 0;
}

static guint count_in_folder(const LoGraphView *v, guint32 node)
{
	GHashTableIter it;
	gpointer folder;
	guint n = 0;

	g_hash_table_iter_init(&it, v->folder_of);
	while (g_hash_table_iter_next(&it, NULL, &folder))
		n += GPOINTER_TO_UINT(folder) == node;
	return n;
}

static Agnode_t *draw_folder(const LoDrawing *d, guint i)
{
	const char *folder = g_ptr_array_index(d->view->folders, i);
	g_autofree char *name = g_strdup_printf("folder %u", i);
	Agnode_t *n = agnode(folder_cluster(d, folder), name, 1);
	g_autoptr(GString) tip = g_string_new("locks of ");

	put_label(tip, folder);
	g_string_append(tip, " that are not drawn one by one");
	set_number(n, "label", "%u more locks", count_in_folder(d->view, LO_GRAPH_FOLDER | i));
	lo_draw_set(n, "shape", "folder");
	lo_draw_set(n, "tooltip", tip->str);
	set_id(d, n, 'd', i);
	return n;
}

/* ---- all of it ---- */

static void draw_classes(const LoDrawing *d, Agnode_t **nodes)
{
	g_autofree gboolean *marked = marked_classes(d);
	gboolean folders = has_several_folders(d);

	for (guint i = 0; i < d->view->classes->len; i++) {
		guint32 id = g_array_index(d->view->classes, guint32, i);
		g_autofree char *folder = class_folder(d, i);

		nodes[id] = draw_class(d, folders ? folder_cluster(d, folder) : d->g, id, marked[id]);
	}
}

static void draw_view(const LoDrawing *d)
{
	guint n = d->sol->classes->len;
	g_autofree Agnode_t **nodes = g_new0(Agnode_t *, n + d->view->folders->len + 1);

	draw_classes(d, nodes);
	for (guint i = 0; i < d->view->folders->len; i++)
		nodes[n + i] = draw_folder(d, i);
	for (guint i = 0; i < d->view->edges->len; i++) {
		guint32 id = g_array_index(d->view->edges, guint32, i);
		const LoEdgeRow *e = lo_edge_row(d->sol, id);
		guint32 from = lo_graph_view_node(d->view, e->from), to = lo_graph_view_node(d->view, e->to);

		draw_edge(d, nodes[from & LO_GRAPH_FOLDER ? n + (from & ~LO_GRAPH_FOLDER) : from],
			  nodes[to & LO_GRAPH_FOLDER ? n + (to & ~LO_GRAPH_FOLDER) : to], id);
	}
}

Agraph_t *lo_graph_draw(const LoSolution *sol, const LoGraphView *v, const LoRenderOptions *opt)
{
	LoDrawing d = {
		.g = lo_graph_open("lock_order"), .sol = sol, .view = v, .opt = opt,
		.theme = opt ? opt->theme : LO_THEME_AUTO,
	};

	set_defaults(&d);
	set_title(&d);
	set_id(&d, d.g, 'g', 0);
	draw_view(&d);
	if (v->classes->len && !v->anchor)
		lo_draw_legend(&d);
	return d.g;
}
