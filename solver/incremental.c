/*
 * What a change of a few bodies does to the order graph, without solving the
 * whole program again.
 *
 * Both versions start from the stored summaries; the new one has the changed
 * functions interpreted again.  Then twice the ordinary strata are made of
 * both, each time for a few lock classes only, side by side:
 *
 *  1. for those that the change may concern (solver/impact.h): which edges
 *     come and go;
 *  2. for those on cycles with such edges (solver/neighbours.h): the reports,
 *     by the code that makes them of a whole solution.
 */
#include "solver/solver.h"

#include "solver/build.h"
#include "solver/impact.h"
#include "solver/neighbours.h"

#include <string.h>

#define MANY_CLASSES 64		/* that a change concerns: beyond, only those whose edges change are looked at */

/* One version. */
typedef struct {
	GBytes *state;
	const LoModel *model;
	guint n_strata, max_cycle;
	LoSummaries *base;
	LoClasses *classes;
	LoTargets *targets;
	LoStrataOptions strata;
	GPtrArray *edges;	/* char *, owned: what step 1 found, sorted */
	LoSolution *sol;
	GError *error;
} Side;

static void side_clear(Side *s)
{
	g_clear_pointer(&s->targets, lo_targets_free);
	g_clear_pointer(&s->classes, lo_classes_free);
	g_clear_pointer(&s->base, lo_summaries_free);
	g_clear_pointer(&s->edges, g_ptr_array_unref);
	g_clear_pointer(&s->sol, lo_solution_free);
	g_clear_error(&s->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Side, side_clear)

static void derive(Side *s)
{
	s->classes = lo_classes_new(s->base->vals, s->base->all, s->base->n);
	s->targets = lo_targets_new(s->base->vals, s->base->all, s->base->n);
}

static void unpack(Side *s)
{
	s->base = lo_summaries_unpack(s->state, s->model, &s->error);
}

/* ---- steps, each for one side ---- */

static gpointer prepare_old(gpointer data)
{
	Side *s = data;

	if (!s->base)
		unpack(s);
	if (s->base)
		derive(s);
	return NULL;
}

static int compare_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "from\1file\2to\1file\2holds" */
static char *edge_text(const LoClasses *classes, const LoEdge *e)
{
	g_autofree char *from = lo_class_label(lo_class_get(classes, e->from)), *to = lo_class_label(lo_class_get(classes, e->to));

	return g_strdup_printf("%s\2%s\2%u %u %u %u", from, to, e->from_hold, e->to_hold, e->from_try, e->same_instance);
}

static gpointer list_edges(gpointer data)
{
	Side *s = data;
	g_autoptr(LoStrata) strata = lo_strata_new(s->base->vals, s->base->all, s->base->n, s->classes, s->targets, &s->strata);
	const GArray *edges = lo_strata_edges(strata);

	s->edges = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < edges->len; i++)
		g_ptr_array_add(s->edges, edge_text(s->classes, &LO_AT(edges, LoEdge, i)));
	g_ptr_array_sort(s->edges, compare_text);
	return NULL;
}

static gpointer build(gpointer data)
{
	Side *s = data;
	g_autoptr(LoStrata) strata = lo_strata_new(s->base->vals, s->base->all, s->base->n, s->classes, s->targets, &s->strata);
	LoWitness w = { s->base->vals, s->base->program, s->base->all, s->classes, strata };

	g_autoptr(LoExplored) explored = lo_explore(s->base->vals, s->base->all, s->base->n, s->classes, s->targets);
	g_autoptr(LoIrqUsage) irq = explored ? NULL :
		lo_irq_usage_new(s->base->vals, s->base->all, s->base->n, s->classes, s->targets, NULL);

	if (!s->sol)
		s->sol = lo_solution_new();
	lo_build_solution(s->sol, &w, explored, irq, s->max_cycle);
	return NULL;
}

/* ---- both sides ---- */

static void on_both(GThreadFunc step, Side *old, Side *new)
{
	GThread *other = g_thread_new("old", step, old);

	step(new);
	g_thread_join(other);
}

/* Edges of `a` that `b` has not; the names are lent by `a`, which is cut up for it. */
static GArray *edges_beyond(GPtrArray *a, const GPtrArray *b)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(LoNamedEdge));
	guint k = 0;

	for (guint i = 0; i < a->len; i++) {
		char *text = g_ptr_array_index(a, i);
		while (k < b->len && strcmp(g_ptr_array_index(b, k), text) < 0)
			k++;
		if (k < b->len && !strcmp(g_ptr_array_index(b, k), text))
			continue;
		LoNamedEdge e = { text, strchr(text, '\2') + 1 };
		g_array_append_val(out, e);
	}
	return out;
}

/* Only now, since the comparison needs them whole. */
static void cut_names(GArray *edges)
{
	for (guint i = 0; i < edges->len; i++) {
		const LoNamedEdge *e = &g_array_index(edges, LoNamedEdge, i);
		((char *)e->to)[-1] = '\0';
		*strchr((char *)e->to, '\2') = '\0';
	}
}

static void add_all(GHashTable *to, GHashTable *from)
{
	GHashTableIter it;
	gpointer key;

	g_hash_table_iter_init(&it, from);
	while (g_hash_table_iter_next(&it, &key, NULL))
		if (!g_hash_table_contains(to, key))
			g_hash_table_add(to, g_strdup(key));
}

/* The classes for step 2. */
static GHashTable *find_neighbours(Side *old, Side *new, GHashTable *impact, const LoOrders *orders)
{
	GHashTable *labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GArray) gone = edges_beyond(old->edges, new->edges), came = edges_beyond(new->edges, old->edges);
	g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(LoNamedEdge));

	cut_names(gone);
	cut_names(came);
	g_debug("edges into what the change concerns: %u came, %u went", came->len, gone->len);
	lo_neighbours_add(orders, came, gone, labels);
	lo_neighbours_add(orders, gone, none, labels);
	if (g_hash_table_size(impact) <= MANY_CLASSES)
		add_all(labels, impact);
	return labels;
}

static void debug_time(const char *what, gint64 *since)
{
	gint64 now = g_get_monotonic_time();

	g_debug("%s: %" G_GINT64_FORMAT " ms", what, (now - *since) / 1000);
	*since = now;
}

static gboolean have_same_edges(const Side *old, const Side *new)
{
	gboolean same = old->edges->len == new->edges->len;

	for (guint i = 0; same && i < old->edges->len; i++)
		same = !strcmp(g_ptr_array_index(old->edges, i), g_ptr_array_index(new->edges, i));
	return same;
}

static void run_steps(Side *old, Side *new, const LoChanged *changed, const LoOrders *orders, gint64 *t)
{
	g_autoptr(LoImpact) impact = lo_impact_new(new->base, changed, new->classes, new->targets, new->n_strata);

	g_debug("%u functions again, %u classes concerned", changed->redone->len, g_hash_table_size(impact->labels));
	old->sol = lo_solution_new();
	new->sol = lo_solution_new();
	if (!g_hash_table_size(impact->labels) && !impact->locks)
		return;
	old->strata = new->strata = (LoStrataOptions){ .strata = new->n_strata, .only = impact->labels, .fresh = impact->functions,
						       .n_fresh = new->base->n };
	on_both(list_edges, old, new);
	debug_time("edges", t);
	/* the same orders, and nothing about locks differs that reports could be of */
	if (have_same_edges(old, new) && !impact->locks)
		return;
	g_autoptr(GHashTable) labels = find_neighbours(old, new, impact->labels, orders);
	g_debug("%u classes on cycles", g_hash_table_size(labels));
	old->strata = new->strata = (LoStrataOptions){ .strata = new->n_strata, .only = labels, .only_held = TRUE };
	debug_time("neighbours", t);
	on_both(build, old, new);
	debug_time("reports", t);
}

/* A program that is followed from its main() on is solved whole, twice; its locals need their bodies' names. */
static LoSummaries *interpret_whole(LoStore *store, const LoModel *model, GError **error)
{
	LoProgram *p = lo_program_load(store, error);

	return p ? lo_summaries_new(p, model) : NULL;
}

static gboolean solve_whole(Side *old, Side *new, LoStore *store, LoChange *change, GError **error)
{
	g_autoptr(LoChanged) changed = NULL;

	g_clear_pointer(&new->base, lo_summaries_free);
	new->base = interpret_whole(store, new->model, error);
	old->base = new->base ? interpret_whole(store, new->model, error) : NULL;
	changed = old->base ? lo_change_apply(new->base, change, store, error) : NULL;
	if (!changed)
		return FALSE;
	derive(old);
	derive(new);
	old->strata = new->strata = (LoStrataOptions){ .strata = new->n_strata };
	on_both(build, old, new);
	return TRUE;
}

static gboolean solve_parts(Side *old, Side *new, LoStore *store, LoChange *change, gint64 *t, GError **error)
{
	GThread *other = g_thread_new("old", prepare_old, old);
	g_autoptr(LoChanged) changed = lo_change_apply(new->base, change, store, error);
	g_autoptr(LoOrders) orders = NULL;

	if (changed)
		derive(new);
	debug_time("change", t);
	orders = changed ? lo_store_get_orders(store, error) : NULL;
	g_thread_join(other);
	debug_time("orders", t);
	if (orders && old->error)
		g_propagate_error(error, g_steal_pointer(&old->error));
	if (!orders || !old->base)
		return FALSE;
	run_steps(old, new, changed, orders, t);
	return TRUE;
}

gboolean lo_solve_change(LoStore *store, const LoModel *model, const LoSolveOptions *opt, GBytes *state, LoChange *change,
			 LoSolution **before, LoSolution **after, GError **error)
{
	gint64 t = g_get_monotonic_time();
	guint n_strata = opt && opt->strata ? opt->strata : LO_DEFAULT_STRATA;
	guint max_cycle = opt && opt->max_cycle ? opt->max_cycle : LO_DEFAULT_MAX_CYCLE;
	g_auto(Side) old = { .state = state, .model = model, .n_strata = n_strata, .max_cycle = max_cycle };
	g_auto(Side) new = old;

	unpack(&new);
	debug_time("summaries", &t);
	if (!new.base) {
		g_propagate_error(error, g_steal_pointer(&new.error));
		return FALSE;
	}
	if (!(lo_vals_is_user(new.base->vals) ? solve_whole(&old, &new, store, change, error) :
	      solve_parts(&old, &new, store, change, &t, error)))
		return FALSE;
	*before = g_steal_pointer(&old.sol);
	*after = g_steal_pointer(&new.sol);
	return TRUE;
}
