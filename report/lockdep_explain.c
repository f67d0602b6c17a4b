/*
 * A report of lockdep says that an order exists, and one stack for it.  Here
 * is how it arises: the static chains, those first that go through the
 * functions of that stack.
 */
#include "report/lockdep_show.h"

#include <string.h>

#include "common/escape.h"
#include "report/formats.h"
#include "report/json.h"
#include "report/lookup.h"
#include "report/paint.h"
#include "report/paths.h"

typedef struct {
	const LoSolution *sol;
	LoOrderIndex *index;
	LoStaticOrders *known;
	guint limit;
	const LoPaint *paint;	/* may be NULL */
} Explainer;

/* What is known of one order. */
typedef struct {
	LoMissCause cause;
	GArray *edges;		/* guint32: of a known one, best first */
	LoPaths *paths;		/* of one known through other locks */
} Answer;

static void answer_clear(Answer *a)
{
	g_clear_pointer(&a->edges, g_array_unref);
	g_clear_pointer(&a->paths, lo_paths_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Answer, answer_clear)

static guint hops_on_stack(const GArray *chain, const GPtrArray *stack)
{
	guint n = 0;

	for (guint i = 0; chain && i < chain->len; i++)
		n += g_ptr_array_find_with_equal_func((GPtrArray *)stack, g_array_index(chain, LoHop, i).function, g_str_equal,
						      NULL);
	return n;
}

typedef struct {
	guint32 edge;
	guint on_stack;
} Ranked;

static gint compare_ranked(gconstpointer a, gconstpointer b, gpointer data)
{
	const LoSolution *sol = data;
	const Ranked *x = a, *y = b;
	guint p = lo_edge_row(sol, x->edge)->confidence, q = lo_edge_row(sol, y->edge)->confidence;

	if (x->on_stack != y->on_stack)
		return x->on_stack > y->on_stack ? -1 : 1;
	if (p != q)
		return p > q ? -1 : 1;
	return x->edge < y->edge ? -1 : x->edge > y->edge;
}

static void rank_edges(const Explainer *x, GArray *edges, const GPtrArray *stack)
{
	g_autofree Ranked *ranked = g_new(Ranked, edges->len + 1);

	for (guint i = 0; i < edges->len; i++) {
		guint32 id = g_array_index(edges, guint32, i);

		ranked[i] = (Ranked){ id, hops_on_stack(lo_edge_row(x->sol, id)->to_chain, stack) };
	}
	g_qsort_with_data(ranked, (gint)edges->len, sizeof(Ranked), compare_ranked, (gpointer)x->sol);
	for (guint i = 0; i < edges->len; i++)
		g_array_index(edges, guint32, i) = ranked[i].edge;
}

static GArray *edges_between(const Explainer *x, const GArray *from, const GArray *to)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint i = 0; i < from->len; i++)
		for (guint j = 0; j < to->len; j++) {
			g_autoptr(GArray) some = lo_order_edges(x->index, g_array_index(from, guint32, i),
								g_array_index(to, guint32, j));

			g_array_append_vals(all, some->data, some->len);
		}
	return all;
}

static void find_answer(const Explainer *x, const LoSeenOrder *o, Answer *a)
{
	g_autoptr(GArray) from = lo_lookup_named(x->sol, o->from), to = lo_lookup_named(x->sol, o->to);

	a->cause = lo_miss_cause(x->known, o->from, o->to);
	if (!from || !to)
		return;
	a->edges = edges_between(x, from, to);
	rank_edges(x, a->edges, o->stack);
	if (a->cause == LO_MISS_INDIRECT)
		a->paths = lo_paths_find(x->index, from, to, 0, x->limit);
}

static void put_path(GString *out, const Explainer *x, const GArray *path)
{
	g_string_append(out, "   way: ");
	for (guint i = 0; i < path->len; i++) {
		g_string_append(out, i ? " --> " : "");
		lo_paint_text(out, x->paint, LO_INKED_LOCK, lo_class_row(x->sol, g_array_index(path, guint32, i))->name);
	}
	g_string_append_c(out, '\n');
}

static void put_answer(GString *out, const Explainer *x, const Answer *a, guint number)
{
	g_string_append(out, "   ");
	if (a->cause)
		lo_paint_text(out, x->paint, LO_INKED_TITLE, "NOT KNOWN statically: ");
	g_string_append_printf(out, "%s\n\n", lo_miss_text(a->cause));
	if (a->edges)
		lo_put_edges(out, x->sol, a->edges, x->limit, number, FALSE, x->paint);
	for (guint i = 0; a->paths && i < a->paths->paths->len; i++)
		put_path(out, x, g_ptr_array_index(a->paths->paths, i));
	if (a->paths)
		g_string_append_c(out, '\n');
}

static void put_stack(GString *out, const GPtrArray *stack)
{
	if (!stack->len)
		return;
	g_string_append(out, "   seen in");
	for (guint i = stack->len; i-- > 0;) {
		g_string_append_c(out, ' ');
		lo_escape_append(out, g_ptr_array_index(stack, i));
	}
	g_string_append_c(out, '\n');
}

static void put_order(GString *out, const Explainer *x, const LoSeenOrder *o, guint number)
{
	g_auto(Answer) a = { 0 };

	find_answer(x, o, &a);
	g_string_append_printf(out, "#%u ", number);
	lo_paint_text(out, x->paint, LO_INKED_LOCK, o->from);
	g_string_append(out, " --> ");
	lo_paint_text(out, x->paint, LO_INKED_LOCK, o->to);
	g_string_append_c(out, '\n');
	put_stack(out, o->stack);
	put_answer(out, x, &a, number);
}

static const char *splat_title(LoSplatKind kind)
{
	switch (kind) {
	case LO_SPLAT_CIRCULAR:
		return "possible circular locking dependency";
	case LO_SPLAT_RECURSIVE:
		return "possible recursive locking";
	case LO_SPLAT_INVERSION:
		return "possible irq lock inversion";
	case LO_SPLAT_STATE:
		return "inconsistent lock state";
	}
	return "report";
}

static guint count_known(const Explainer *x, const LoSplat *s)
{
	guint n = 0;

	for (guint i = 0; i < s->orders->len; i++) {
		const LoSeenOrder *o = g_ptr_array_index(s->orders, i);

		n += lo_miss_cause(x->known, o->from, o->to) == LO_MISS_NONE;
	}
	return n;
}

static void put_splat(GString *out, const Explainer *x, const LoSplat *s, guint number, guint total)
{
	g_string_append_printf(out, "======================================================\n"
			       "lockdep report %u of %u, line %u: %s\n", number, total, s->line, splat_title(s->kind));
	for (guint i = 0; i < s->locks->len; i++) {
		g_string_append(out, i ? " --> " : "  ");
		lo_paint_text(out, x->paint, LO_INKED_LOCK, g_ptr_array_index(s->locks, i));
	}
	if (s->orders->len)
		g_string_append_printf(out, "\n%u of %u order%s known statically\n\n", count_known(x, s), s->orders->len,
				       s->orders->len == 1 ? "" : "s");
	else
		g_string_append(out, "\nno order in it\n\n");
	for (guint i = 0; i < s->orders->len; i++)
		put_order(out, x, g_ptr_array_index(s->orders, i), i);
}

static void explainer_clear(Explainer *x)
{
	lo_order_index_free(x->index);
	lo_static_orders_free(x->known);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Explainer, explainer_clear)

void lo_explain_text(const LoSolution *sol, const GPtrArray *splats, guint limit, const LoPaint *paint, GString *out)
{
	g_auto(Explainer) x = { sol, lo_order_index_new(sol), lo_static_orders_new(sol), limit, paint };

	for (guint i = 0; i < splats->len; i++)
		put_splat(out, &x, g_ptr_array_index(splats, i), i + 1, splats->len);
	lo_paint_wrap(paint, out);
}

static json_t *strings_json(const GPtrArray *strings)
{
	json_t *array = json_array();

	for (guint i = 0; i < strings->len; i++)
		json_array_append_new(array, lo_json_string(g_ptr_array_index(strings, i)));
	return array;
}

static json_t *path_json(const LoSolution *sol, const GArray *path)
{
	json_t *array = json_array();

	for (guint i = 0; i < path->len; i++)
		json_array_append_new(array, lo_json_string(lo_class_row(sol, g_array_index(path, guint32, i))->name));
	return array;
}

static json_t *order_json(const Explainer *x, const LoSeenOrder *o)
{
	g_auto(Answer) a = { 0 };
	json_t *places = json_array(), *ways = json_array();

	find_answer(x, o, &a);
	for (guint i = 0; a.edges && i < a.edges->len && i < x->limit; i++)
		json_array_append_new(places, lo_json_edge(x->sol, lo_edge_row(x->sol, g_array_index(a.edges, guint32, i))));
	for (guint i = 0; a.paths && i < a.paths->paths->len; i++)
		json_array_append_new(ways, path_json(x->sol, g_ptr_array_index(a.paths->paths, i)));
	return json_pack("{s:o, s:o, s:o, s:s, s:o, s:o}", "from", lo_json_string(o->from), "to", lo_json_string(o->to),
			 "stack", strings_json(o->stack), "known", lo_miss_name(a.cause), "places", places, "ways", ways);
}

static json_t *splat_json(const Explainer *x, const LoSplat *s)
{
	json_t *orders = json_array();

	for (guint i = 0; i < s->orders->len; i++)
		json_array_append_new(orders, order_json(x, g_ptr_array_index(s->orders, i)));
	return json_pack("{s:s, s:i, s:o, s:o}", "kind", lo_splat_kind_name(s->kind), "line", (int)s->line, "locks",
			 strings_json(s->locks), "orders", orders);
}

void lo_explain_json(const LoSolution *sol, const GPtrArray *splats, guint limit, GString *out)
{
	g_auto(Explainer) x = { sol, lo_order_index_new(sol), lo_static_orders_new(sol), limit, NULL };
	g_autoptr(json_t) root = json_pack("{s:i}", "version", LO_JSON_VERSION);
	json_t *array = json_array();

	for (guint i = 0; i < splats->len; i++)
		json_array_append_new(array, splat_json(&x, g_ptr_array_index(splats, i)));
	json_object_set_new(root, "lockdep_reports", array);
	lo_json_append(out, root);
}
