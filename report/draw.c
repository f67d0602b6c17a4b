/*
 * How a view looks.  Colours are Okabe and Ito's, which people with the common
 * kinds of colour blindness tell apart; nothing is said by colour alone: a
 * cycle is thick too, a shared hold dashed, a weak edge dotted and thin.
 */
#include "report/draw.h"

#include "report/chain.h"

#define COLOUR_CYCLE "#d55e00"
#define COLOUR_EDGE "#333333"
#define COLOUR_WEAK "#7f7f7f"
#define FILL_CYCLE "#fbe3d2"
#define FILL_SLEEPING "#dcecf7"
#define FILL_SPINNING "#fdf3c8"
#define FILL_WAIT "#d9efe6"
#define FILL_OTHER "#eeeeee"
#define WEAK_BELOW 50

typedef struct {
	LoLockKind kind;
	const char *shape;
	const char *fill;
} KindLook;

static const KindLook kind_looks[] = {
	{ LO_LOCK_MUTEX, "box", FILL_SLEEPING },
	{ LO_LOCK_RT_MUTEX, "box", FILL_SLEEPING },
	{ LO_LOCK_WW_MUTEX, "box", FILL_SLEEPING },
	{ LO_LOCK_RWSEM, "hexagon", FILL_SLEEPING },
	{ LO_LOCK_PERCPU_RWSEM, "octagon", FILL_SLEEPING },
	{ LO_LOCK_SEMAPHORE, "house", FILL_SLEEPING },
	{ LO_LOCK_SPIN, "ellipse", FILL_SPINNING },
	{ LO_LOCK_RWLOCK, "hexagon", FILL_SPINNING },
	{ LO_LOCK_LOCAL, "ellipse", FILL_SPINNING },
	{ LO_LOCK_BIT, "ellipse", FILL_SPINNING },
	{ LO_LOCK_SEQCOUNT, "parallelogram", FILL_SPINNING },
	{ LO_LOCK_SRCU, "trapezium", FILL_OTHER },
	{ LO_LOCK_RCU, "trapezium", FILL_OTHER },
	{ LO_LOCK_WORK, "component", FILL_WAIT },
	{ LO_LOCK_WORKQUEUE, "component", FILL_WAIT },
	{ LO_LOCK_TIMER, "cds", FILL_WAIT },
	{ LO_LOCK_COMPLETION, "diamond", FILL_WAIT },
	{ LO_LOCK_THREAD, "component", FILL_WAIT },
	{ LO_LOCK_IRQ, "cds", FILL_WAIT },
	{ LO_LOCK_PSEUDO, "note", FILL_OTHER },
	{ LO_LOCK_UNKNOWN, "box", FILL_OTHER },
};

static const KindLook *kind_look(LoLockKind kind)
{
	for (guint i = 0; i < G_N_ELEMENTS(kind_looks); i++)
		if (kind_looks[i].kind == kind)
			return &kind_looks[i];
	return &kind_looks[G_N_ELEMENTS(kind_looks) - 1];
}

/* libcgraph 2.43 takes char * where it only reads. */
static void set(void *obj, const char *name, const char *value)
{
	agsafeset(obj, (char *)name, (char *)value, (char *)"");
}

static void set_default(Agraph_t *g, int kind, const char *name, const char *value)
{
	agattr(g, kind, (char *)name, (char *)value);
}

/* Graphviz expands backslashes in labels, and its writer does not escape one
 * before the closing quote: a name may hold one, and doubled it is harmless. */
static void put_label(GString *out, const char *s)
{
	g_autoptr(GString) escaped = g_string_new(NULL);

	lo_text_put(escaped, s);
	for (const char *p = escaped->str; *p; p++) {
		if (*p == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *p);
	}
}

static void set_defaults(Agraph_t *g)
{
	static const char *const graph_attrs[][2] = {
		{ "rankdir", "TB" }, { "fontname", "Helvetica" }, { "fontsize", "14" }, { "labelloc", "t" },
		{ "nodesep", "0.4" }, { "ranksep", "0.7" }, { "splines", "true" }, { "bgcolor", "white" },
		{ "pad", "0.2" },
	};
	static const char *const node_attrs[][2] = {
		{ "fontname", "Helvetica" }, { "fontsize", "12" }, { "style", "filled" }, { "color", COLOUR_EDGE },
		{ "fillcolor", FILL_OTHER }, { "margin", "0.15,0.07" },
	};
	static const char *const edge_attrs[][2] = {
		{ "fontname", "Helvetica" }, { "fontsize", "10" }, { "color", COLOUR_EDGE }, { "fontcolor", COLOUR_EDGE },
	};

	for (guint i = 0; i < G_N_ELEMENTS(graph_attrs); i++)
		set_default(g, AGRAPH, graph_attrs[i][0], graph_attrs[i][1]);
	for (guint i = 0; i < G_N_ELEMENTS(node_attrs); i++)
		set_default(g, AGNODE, node_attrs[i][0], node_attrs[i][1]);
	for (guint i = 0; i < G_N_ELEMENTS(edge_attrs); i++)
		set_default(g, AGEDGE, edge_attrs[i][0], edge_attrs[i][1]);
}

static void set_title(Agraph_t *g, const LoGraphView *v)
{
	g_autoptr(GString) label = g_string_new("lock order: ");

	put_label(label, v->title);
	if (v->left_out)
		g_string_append_printf(label, "\\n%u edges of lower confidence are not drawn", v->left_out);
	set(g, "label", label->str);
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
	set(n, "tooltip", tip->str);
}

/* Two classes may have one name; a graph's nodes may not. */
static Agnode_t *new_node(Agraph_t *g, const LoClassRow *c, guint32 id)
{
	g_autoptr(GString) name = g_string_new(NULL);

	put_label(name, c->name);
	if (agnode(g, name->str, 0))
		g_string_append_printf(name, " (class %u)", id);
	return agnode(g, name->str, 1);
}

static Agnode_t *draw_class(Agraph_t *g, const LoClassRow *c, guint32 id, gboolean marked)
{
	const KindLook *look = kind_look(c->kind);
	g_autoptr(GString) label = g_string_new(NULL);
	Agnode_t *n = new_node(g, c, id);

	put_label(label, c->name);
	set(n, "label", label->str);
	set(n, "shape", look->shape);
	set(n, "fillcolor", marked ? FILL_CYCLE : look->fill);
	if (marked) {
		set(n, "color", COLOUR_CYCLE);
		set(n, "penwidth", "2.5");
	}
	set_class_tooltip(n, c);
	return n;
}

static void put_tip_chain(GString *tip, const char *verb, const LoClassRow *c, const GArray *chain)
{
	g_string_append(tip, verb);
	put_label(tip, c->name);
	for (guint i = 0; chain && i < chain->len; i++) {
		g_autoptr(GString) hop = g_string_new(NULL);

		lo_put_hop(hop, &g_array_index(chain, LoHop, i));
		g_string_append(tip, "\\n  ");
		put_label(tip, hop->str);
	}
}

static void set_edge_tooltip(Agedge_t *edge, const LoSolution *sol, const LoEdgeRow *e)
{
	g_autoptr(GString) tip = g_string_new(NULL);

	put_tip_chain(tip, "holds ", lo_class_row(sol, e->from), e->from_chain);
	g_string_append(tip, "\\n");
	put_tip_chain(tip, "acquires ", lo_class_row(sol, e->to), e->to_chain);
	g_string_append_printf(tip, "\\nconfidence %u%%", e->confidence);
	set(edge, "tooltip", tip->str);
	set(edge, "labeltooltip", tip->str);
}

static gboolean is_shared(const LoEdgeRow *e)
{
	return e->from_hold != LO_HOLD_EXCLUSIVE || e->to_hold != LO_HOLD_EXCLUSIVE;
}

/* The function where both locks meet is what a reader looks up first. */
static void set_edge_label(Agedge_t *edge, const LoEdgeRow *e)
{
	g_autoptr(GString) label = g_string_new(" ");
	const LoHop *meet = lo_chain_first(e->to_chain);

	if (meet)
		put_label(label, meet->function);
	if (is_shared(e))
		g_string_append_printf(label, "%s%s to %s", meet ? "\\n" : "", lo_hold_name(e->from_hold),
				       lo_hold_name(e->to_hold));
	set(edge, "label", label->str);
}

static void set_edge_style(Agedge_t *edge, gboolean shared, gboolean weak, gboolean marked)
{
	set(edge, "style", weak ? "dotted" : shared ? "dashed" : "solid");
	if (weak)
		set(edge, "color", COLOUR_WEAK);
	if (!marked)
		return;
	set(edge, "color", COLOUR_CYCLE);
	set(edge, "penwidth", "2.5");
}

static void draw_edge(Agraph_t *g, Agnode_t *from, Agnode_t *to, const LoSolution *sol, const LoEdgeRow *e,
		      gboolean marked)
{
	Agedge_t *edge = agedge(g, from, to, NULL, 1);

	set_edge_label(edge, e);
	set_edge_style(edge, is_shared(e), e->confidence < WEAK_BELOW, marked);
	set_edge_tooltip(edge, sol, e);
}

static gboolean has_kind(const LoSolution *sol, const LoGraphView *v, LoLockKind kind)
{
	for (guint i = 0; i < v->classes->len; i++)
		if (lo_class_row(sol, g_array_index(v->classes, guint32, i))->kind == kind)
			return TRUE;
	return FALSE;
}

static Agnode_t *legend_node(Agraph_t *legend, const char *label, const char *shape, const char *fill)
{
	g_autofree char *name = g_strconcat("legend: ", label, NULL);
	Agnode_t *n = agnode(legend, name, 1);

	set(n, "label", label);
	set(n, "shape", shape);
	set(n, "fillcolor", fill);
	set(n, "fontsize", "10");
	set(n, "margin", "0.08,0.04");
	set(n, "tooltip", label);
	return n;
}

static void legend_edge(Agraph_t *legend, const char *label, gboolean shared, gboolean weak, gboolean marked)
{
	g_autofree char *from = g_strconcat(label, ", held", NULL), *to = g_strconcat(label, ", acquired", NULL);
	Agnode_t *a = legend_node(legend, from, "plaintext", "white"), *b = legend_node(legend, to, "plaintext", "white");
	Agedge_t *edge = agedge(legend, a, b, NULL, 1);
	g_autofree char *text = g_strconcat(" ", label, "  ", NULL);

	set(a, "label", "held");
	set(b, "label", "acquired");
	set(edge, "label", text);
	set(edge, "tooltip", label);
	set_edge_style(edge, shared, weak, marked);
}

static gboolean has_edge(const LoSolution *sol, const LoGraphView *v, gboolean weak)
{
	for (guint i = 0; i < v->edges->len; i++) {
		const LoEdgeRow *e = lo_edge_row(sol, g_array_index(v->edges, guint32, i));

		if (weak ? e->confidence < WEAK_BELOW : is_shared(e))
			return TRUE;
	}
	return FALSE;
}

/* Only what the picture uses. */
static void draw_legend(Agraph_t *g, const LoSolution *sol, const LoGraphView *v)
{
	Agraph_t *legend = agsubg(g, (char *)"cluster_legend", 1);

	set(legend, "label", "legend");
	set(legend, "style", "rounded");
	set(legend, "color", COLOUR_WEAK);
	set(legend, "fontsize", "11");
	legend_edge(legend, "exclusive", FALSE, FALSE, FALSE);
	if (has_edge(sol, v, FALSE))
		legend_edge(legend, "shared (R, RR)", TRUE, FALSE, FALSE);
	if (has_edge(sol, v, TRUE))
		legend_edge(legend, "low confidence", FALSE, TRUE, FALSE);
	if (v->marked_nodes->len)
		legend_edge(legend, "in a cycle", FALSE, FALSE, TRUE);
	for (guint i = 0; i < G_N_ELEMENTS(kind_looks); i++)
		if (has_kind(sol, v, kind_looks[i].kind))
			legend_node(legend, lo_lock_kind_name(kind_looks[i].kind), kind_looks[i].shape, kind_looks[i].fill);
}

static gboolean *marked_classes(const LoSolution *sol, const LoGraphView *v)
{
	gboolean *marked = g_new0(gboolean, sol->classes->len + 1);

	for (guint i = 0; i < v->marked_nodes->len; i++)
		marked[g_array_index(v->marked_nodes, guint32, i)] = TRUE;
	return marked;
}

static void draw_view(Agraph_t *g, const LoSolution *sol, const LoGraphView *v)
{
	g_autofree gboolean *marked = marked_classes(sol, v);
	g_autofree Agnode_t **nodes = g_new0(Agnode_t *, sol->classes->len + 1);

	for (guint i = 0; i < v->classes->len; i++) {
		guint32 id = g_array_index(v->classes, guint32, i);

		nodes[id] = draw_class(g, lo_class_row(sol, id), id, marked[id]);
	}
	for (guint i = 0; i < v->edges->len; i++) {
		const LoEdgeRow *e = lo_edge_row(sol, g_array_index(v->edges, guint32, i));

		draw_edge(g, nodes[e->from], nodes[e->to], sol, e, lo_graph_view_is_marked(v, e->from, e->to));
	}
}

Agraph_t *lo_graph_draw(const LoSolution *sol, const LoGraphView *v)
{
	Agraph_t *g = agopen((char *)"lock_order", Agdirected, NULL);

	set_defaults(g);
	set_title(g, v);
	draw_view(g, sol, v);
	if (v->classes->len)
		draw_legend(g, sol, v);
	return g;
}
