/*
 * What a change of a few bodies does to the order graph, without solving the
 * whole program again.
 *
 * Both versions start from the stored summaries; the new one has the changed
 * functions interpreted again.  Then the ordinary strata are made of both,
 * twice, side by side:
 *
 *  1. only of what the differing events read and who may be concerned by it
 *     (solver/impact.h): the edges that are not among the stored ones, or may
 *     not be made any more;
 *  2. for the lock classes on cycles with such edges (solver/neighbours.h): the
 *     reports, by the code that makes them of a whole solution.
 */
#include "solver/solver.h"

#include "solver/build.h"
#include "solver/impact.h"
#include "solver/neighbours.h"
#include "solver/state.h"

#include <string.h>

#define RISEN 5			/* percent: less is no other order */
#define MANY_EDGES 40		/* that come or go: beyond, only those on cycles are told */

/* One version. */
typedef struct {
	GBytes *state;
	LoChange *since;	/* what has changed since it was made and says the same of locks; NULL: nothing */
	LoStore *store;		/* of its own, for callers' bodies; NULL where `since` is */
	const LoModel *model;
	guint n_strata, max_cycle;
	gboolean only_added;	/* LoSolveOptions */
	gboolean stays;		/* reports are made of it: of the old version not where only what comes is asked for */
	LoSummaries *base;	/* NULL: to be unpacked */
	LoClasses *classes;
	LoTargets *targets;
	LoIndirect *indirect;	/* of the state; NULL: not found yet */
	const LoOnlyIn *only;	/* how it differs from the other */
	GHashTable *labels;
	LoStrata *first;	/* of step 1 */
	LoStrataOptions strata;
	GHashTable *edges;	/* what step 1 found: edge_text(), owned -> lo_edge_most_confidence() */
	GHashTable *came;	/* of these, those that neither the other version nor the store has */
	GHashTable *stored;	/* of these, those that the store has -> its confidence */
	GThread *irq_thread;	/* finds `irq`; NULL: it does not run */
	LoVals *irq_vals;	/* it has them */
	LoIrqUsage *irq;
	LoJudges *judges;
	LoSolution *sol;
	GError *error;
} Side;

static gpointer find_irq(gpointer data)
{
	Side *s = data;

	s->irq = lo_irq_usage_new(s->irq_vals, s->base->all, s->base->n, s->classes, s->targets, NULL);
	lo_irq_usage_return_vals(s->irq, s->base->vals);
	return NULL;
}

/* What interrupts do, which no order says: found while there is little else to do. */
static void start_irq(Side *s)
{
	lo_classes_ask_all(s->classes, s->base->all, s->base->n);
	lo_classes_share(s->classes, TRUE);
	lo_vals_share(s->base->vals, TRUE);
	s->irq_vals = lo_vals_borrow(s->base->vals);
	s->irq_thread = g_thread_new("interrupts", find_irq, s);
}

static void end_irq(Side *s)
{
	if (!s->irq_thread)
		return;
	g_thread_join(g_steal_pointer(&s->irq_thread));
	g_clear_pointer(&s->irq_vals, lo_vals_free);
	lo_vals_share(s->base->vals, FALSE);
	lo_classes_share(s->classes, FALSE);
}

static void side_clear(Side *s)
{
	end_irq(s);
	g_clear_pointer(&s->since, lo_change_free);
	g_clear_pointer(&s->store, lo_store_close);
	g_clear_pointer(&s->first, lo_strata_free);
	g_clear_pointer(&s->indirect, lo_indirect_free);
	g_clear_pointer(&s->targets, lo_targets_free);
	g_clear_pointer(&s->classes, lo_classes_free);
	g_clear_pointer(&s->base, lo_summaries_free);
	g_clear_pointer(&s->edges, g_hash_table_unref);
	g_clear_pointer(&s->came, g_hash_table_unref);
	g_clear_pointer(&s->stored, g_hash_table_unref);
	g_clear_pointer(&s->irq, lo_irq_usage_free);
	g_clear_pointer(&s->sol, lo_solution_free);
	g_clear_error(&s->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Side, side_clear)

/* ---- steps, each for one side ---- */

static gpointer unpack(gpointer data)
{
	Side *s = data;

	if (!s->base)
		s->base = lo_summaries_unpack(s->state, s->model, &s->error);
	if (!s->base || !s->since || lo_vals_is_user(s->base->vals))
		return NULL;
	LoChanged *changed = lo_change_apply(s->base, s->since, s->store, g_steal_pointer(&s->indirect), &s->error);
	g_clear_pointer(&s->targets, lo_targets_free);	/* they were of the state */
	g_clear_pointer(&s->classes, lo_classes_free);
	if (!changed)
		g_clear_pointer(&s->base, lo_summaries_free);
	lo_changed_free(changed);
	return NULL;
}

/* A program of its own is interpreted anew. */
static gpointer unpack_and_derive(gpointer data)
{
	Side *s = data;

	unpack(s);
	if (s->base && !lo_vals_is_user(s->base->vals))
		lo_derive(s->base, &s->classes, &s->targets);
	return NULL;
}

/* "from\1file\2to\1file\2holds\2hops" */
static char *edge_text(const char *from, const char *to, guint from_hold, guint to_hold, gboolean try, gboolean same)
{
	return g_strdup_printf("%s\2%s\2%u %u %d %d", from, to, from_hold, to_hold, try, same);
}

static char *text_of(const LoClasses *classes, const LoEdge *e)
{
	g_autofree char *from = lo_class_label(lo_class_get(classes, e->from)), *to = lo_class_label(lo_class_get(classes, e->to));

	return edge_text(from, to, e->from_hold, e->to_hold, e->from_try != 0, e->same_instance == 1);
}

typedef struct {
	Side *side;
	LoImpact *impact;
} Narrowing;

static void narrow(const guint8 **live, const LoStrataDelta **delta, gpointer data)
{
	Narrowing *n = data;
	Side *s = n->side;

	n->impact = lo_impact_new(s->base, s->classes, s->targets, s->only, s->labels, s->n_strata);
	*live = n->impact->live;
	*delta = &n->impact->delta;
}

static gpointer list_edges(gpointer data)
{
	Side *s = data;

	if (s->stays)
		start_irq(s);
	Narrowing n = { s, NULL };
	const LoStrataOptions opt = { .strata = s->n_strata, .narrow = narrow, .narrow_data = &n };
	s->first = lo_strata_new(s->base->vals, s->base->all, s->base->n, s->classes, s->targets, &opt);
	lo_impact_free(n.impact);
	const GArray *edges = lo_strata_edges(s->first);

	s->edges = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < edges->len; i++) {
		const LoEdge *e = &LO_AT(edges, LoEdge, i);
		char *text = text_of(s->classes, e);
		guint most = lo_edge_most_confidence(e);
		gpointer known;
		if (!g_hash_table_lookup_extended(s->edges, text, NULL, &known) || GPOINTER_TO_UINT(known) < most)
			g_hash_table_insert(s->edges, text, GUINT_TO_POINTER(most));
		else
			g_free(text);
	}
	return NULL;
}

static void find_gates(LoVals *vals, gpointer data)
{
	Side *s = data;

	(void)vals;
	lo_judges_find_gates(s->judges, s->classes);
}

static gpointer build(gpointer data)
{
	Side *s = data;
	g_autoptr(LoJudges) judges = lo_judges_start(s->base->vals, s->base->all, s->base->n);

	if (!s->irq_thread)
		start_irq(s);
	s->judges = judges;
	s->strata.like = s->first;
	s->strata.beside = find_gates;
	s->strata.beside_data = s;
	g_autoptr(LoStrata) strata = lo_strata_new(s->base->vals, s->base->all, s->base->n, s->classes, s->targets, &s->strata);
	LoWitness w = { s->base->vals, s->base->program, s->base->all, s->classes, strata, s->targets };

	end_irq(s);
	g_autoptr(LoExplored) explored = lo_explore(s->base->vals, s->base->all, s->base->n, s->classes, s->targets);

	if (!s->sol)
		s->sol = lo_solution_new();
	lo_build_solution(s->sol, &w, explored, explored ? NULL : s->irq, judges, s->max_cycle, NULL);
	return NULL;
}

/* ---- both sides ---- */

static void on_both(GThreadFunc step, Side *old, Side *new)
{
	GThread *other = g_thread_new("old", step, old);

	step(new);
	g_thread_join(other);
}

/* An edge that came or went, maybe. */
typedef struct {
	char *text;		/* cut up into names */
	LoNamedEdge edge;
} Differing;

static void differing_clear(gpointer data)
{
	g_free(((Differing *)data)->text);
}

static int compare_differing(gconstpointer a, gconstpointer b)
{
	return strcmp(((const Differing *)a)->text, ((const Differing *)b)->text);
}

/* Those of `a` that `b`, which may be NULL, has not, sorted. */
static GArray *edges_beyond(GHashTable *a, GHashTable *b)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(Differing));
	GHashTableIter it;
	gpointer text, confidence;

	g_array_set_clear_func(out, differing_clear);
	g_hash_table_iter_init(&it, a);
	while (g_hash_table_iter_next(&it, &text, &confidence)) {
		Differing d = { g_strdup(text), { .confidence = GPOINTER_TO_UINT(confidence) } };
		if (b && g_hash_table_contains(b, text))
			g_free(d.text);
		else
			g_array_append_val(out, d);
	}
	g_array_sort(out, compare_differing);
	return out;
}

/* Which of the names begin one of the edges? */
static gboolean *find_beginnings(GHashTable *edges, const LoOrders *orders)
{
	g_autoptr(GHashTable) from = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	gboolean *found = g_new0(gboolean, orders->names->len + 1);
	GHashTableIter it;
	gpointer text;

	g_hash_table_iter_init(&it, edges);
	while (g_hash_table_iter_next(&it, &text, NULL))
		g_hash_table_add(from, g_strndup(text, (gsize)(strchr(text, '\2') - (char *)text)));
	for (guint i = 0; i < orders->names->len; i++)
		found[i] = g_hash_table_contains(from, g_ptr_array_index(orders->names, i));
	return found;
}

/* Of the edges those that the stored graph has, with the best confidence there. */
static GHashTable *find_stored(GHashTable *edges, const LoOrders *orders)
{
	g_autofree gboolean *begins = find_beginnings(edges, orders);
	GHashTable *stored = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < orders->orders->len; i++) {
		const LoOrder *o = &LO_AT(orders->orders, LoOrder, i);
		if (!begins[o->from])
			continue;
		char *text = edge_text(g_ptr_array_index(orders->names, o->from), g_ptr_array_index(orders->names, o->to), o->from_hold,
				       o->to_hold, o->from_try, o->same_instance);
		if (g_hash_table_contains(edges, text) && GPOINTER_TO_UINT(g_hash_table_lookup(stored, text)) <= o->confidence)
			g_hash_table_insert(stored, text, GUINT_TO_POINTER(o->confidence));
		else
			g_free(text);
	}
	return stored;
}

static void keep_stored(GArray *edges, GHashTable *stored)
{
	for (guint i = edges->len; i-- > 0;)
		if (!g_hash_table_contains(stored, LO_AT(edges, Differing, i).text))
			g_array_remove_index(edges, i);
}

/* Those that are new, or surer than any that the store has, by more than what another way through the same calls makes. */
static void keep_risen(GArray *edges, GHashTable *stored)
{
	for (guint i = edges->len; i-- > 0;) {
		const Differing *d = &LO_AT(edges, Differing, i);
		gpointer known;
		if (g_hash_table_lookup_extended(stored, d->text, NULL, &known) && d->edge.confidence < GPOINTER_TO_UINT(known) + RISEN)
			g_array_remove_index(edges, i);
	}
}

static void drop_stored(GArray *edges, GHashTable *stored)
{
	for (guint i = edges->len; i-- > 0;)
		if (g_hash_table_contains(stored, LO_AT(edges, Differing, i).text))
			g_array_remove_index(edges, i);
}

static void add_named(GArray *named, GArray *differing)
{
	for (guint i = 0; i < differing->len; i++) {
		Differing *d = &LO_AT(differing, Differing, i);
		char *to = strchr(d->text, '\2') + 1;
		to[-1] = *strchr(to, '\2') = '\0';
		d->edge.from = d->text;
		d->edge.to = to;
		g_array_append_val(named, d->edge);
	}
}

static void add_label(GHashTable *labels, const char *name)
{
	if (!g_hash_table_contains(labels, name))
		g_hash_table_add(labels, g_strdup(name));
}

static GHashTable *texts_of(const GArray *edges)
{
	GHashTable *texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < edges->len; i++)
		g_hash_table_add(texts, g_strdup(LO_AT(edges, Differing, i).text));
	return texts;
}

/* The classes for step 2. */
static GHashTable *find_neighbours(Side *old, Side *new, const LoOrders *orders)
{
	GHashTable *labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GArray) risen = edges_beyond(new->edges, NULL), came = edges_beyond(new->edges, old->edges);
	g_autoptr(GArray) named = g_array_new(FALSE, FALSE, sizeof(LoNamedEdge));

	new->stored = find_stored(new->edges, orders);
	drop_stored(came, new->stored);
	new->came = texts_of(came);
	keep_risen(risen, new->stored);
	g_debug("edges: %u came, %u are new or surer", came->len, risen->len);
	add_named(named, risen);
	lo_neighbours_add(orders, named, labels);
	if (new->only_added)
		return labels;
	g_autoptr(GArray) gone = edges_beyond(old->edges, new->edges);
	g_autoptr(GArray) went = g_array_new(FALSE, FALSE, sizeof(LoNamedEdge));
	old->stored = find_stored(old->edges, orders);
	keep_stored(gone, old->stored);
	add_named(went, gone);
	g_debug("edges: %u may have gone", gone->len);
	lo_neighbours_add_reported(orders, went, labels);
	g_array_append_vals(named, went->data, went->len);
	for (guint i = 0; named->len <= MANY_EDGES && i < named->len; i++) {
		add_label(labels, LO_AT(named, LoNamedEdge, i).from);
		add_label(labels, LO_AT(named, LoNamedEdge, i).to);
	}
	return labels;
}

static void debug_time(const char *what, gint64 *since)
{
	gint64 now = g_get_monotonic_time();

	g_debug("%s: %" G_GINT64_FORMAT " ms", what, (now - *since) / 1000);
	*since = now;
}

static gboolean is_same(const LoDifference *d)
{
	return !d->locks && !(g_hash_table_size(d->old.events) + g_hash_table_size(d->new.events) + g_hash_table_size(d->old.entered) +
		 g_hash_table_size(d->new.entered) + g_hash_table_size(d->labels));
}

/* ---- what the store says of the old version ---- */

static void add_stored_class(LoSolution *sol, GHashTable *ids, const char *label)
{
	LoClassRow row = { .names = g_ptr_array_new_with_free_func(g_free) };
	const char *file = strchr(label, '\1') + 1;	/* see LoOrders */

	row.name = g_strndup(label, (gsize)(file - label) - 1);
	row.file = g_strdup(file);
	g_ptr_array_add(row.names, g_strdup(row.name));
	g_hash_table_insert(ids, g_strdup(label), GUINT_TO_POINTER(sol->classes->len + 1));
	g_array_append_val(sol->classes, row);
}

/* TRUE: among the stored classes. */
static gboolean find_stored_class(GHashTable *ids, const LoSolution *sol, guint32 *cls)
{
	const LoClassRow *row = &LO_AT(sol->classes, LoClassRow, *cls);
	g_autofree char *label = g_strconcat(row->name, "\1", row->file, NULL);
	guint32 id = GPOINTER_TO_UINT(g_hash_table_lookup(ids, label));

	*cls = id - 1;
	return id != 0;
}

/*
 * Where only what comes is asked for, the old version need not be solved: its orders are those of the new one that did not
 * come, and what is no matter of orders is in the store.
 */
static LoSolution *stored_version(const Side *new, const LoOrders *orders)
{
	LoSolution *sol = lo_solution_new();
	g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < orders->names->len; i++)
		add_stored_class(sol, ids, g_ptr_array_index(orders->names, i));
	for (guint i = 0; i < new->sol->edges->len; i++) {
		LoEdgeRow e = LO_AT(new->sol->edges, LoEdgeRow, i);
		if (!find_stored_class(ids, new->sol, &e.from) || !find_stored_class(ids, new->sol, &e.to))
			continue;
		g_autofree char *text = edge_text(g_ptr_array_index(orders->names, e.from), g_ptr_array_index(orders->names, e.to),
						  e.from_hold, e.to_hold, e.from_try, e.same_instance);
		if (g_hash_table_contains(new->came, text))
			continue;
		gpointer confidence;
		if (g_hash_table_lookup_extended(new->stored, text, NULL, &confidence))
			e.confidence = (guint8)GPOINTER_TO_UINT(confidence);
		g_array_ref(e.from_chain);
		g_array_ref(e.to_chain);
		g_array_append_val(sol->edges, e);
	}
	for (guint i = 0; i < orders->reports->len; i++) {
		LoReportRow r = LO_AT(orders->reports, LoReportRow, i);
		r.key = g_strdup(r.key);
		g_array_ref(r.classes);
		g_array_ref(r.edges);
		g_array_append_val(sol->reports, r);
	}
	return sol;
}

/* Which rows are of orders that step 1 found. */
static void mark_own(Side *s)
{
	for (guint i = 0; s->edges && i < s->sol->edges->len; i++) {
		LoEdgeRow *e = &LO_AT(s->sol->edges, LoEdgeRow, i);
		const LoClassRow *from = &LO_AT(s->sol->classes, LoClassRow, e->from), *to = &LO_AT(s->sol->classes, LoClassRow, e->to);
		g_autofree char *a = g_strconcat(from->name, "\1", from->file, NULL), *b = g_strconcat(to->name, "\1", to->file, NULL);
		g_autofree char *text = edge_text(a, b, e->from_hold, e->to_hold, e->from_try, e->same_instance);

		e->own = g_hash_table_contains(s->edges, text);
	}
}

static void run_steps(Side *old, Side *new, const LoChanged *changed, const LoOrders *orders, gint64 *t)
{
	g_autoptr(LoDifference) d = lo_difference_new(new->base, changed, new->classes);

	g_debug("%u functions again, %u events of the new version and %u of the old differ", changed->redone->len,
		g_hash_table_size(d->new.events), g_hash_table_size(d->old.events));
	old->only = &d->old;
	new->only = &d->new;
	old->labels = new->labels = d->labels;
	if (is_same(d))
		return;
	if (new->only_added)
		list_edges(new);
	else
		on_both(list_edges, old, new);
	debug_time("edges", t);
	g_autoptr(GHashTable) labels = find_neighbours(old, new, orders);
	debug_time("neighbours", t);
	/* the same orders, and nothing about locks differs that reports could be of */
	if (!g_hash_table_size(labels) && !d->locks)
		return;
	g_debug("%u classes on cycles", g_hash_table_size(labels));
	/* no order to tell of: of the functions nothing is followed but what interrupts may do */
	guint n = MAX(old->base ? old->base->n : 0, new->base->n);
	g_autofree guint8 *nothing = g_hash_table_size(labels) ? NULL : g_new0(guint8, n + 1);
	old->strata = new->strata = (LoStrataOptions){ .strata = new->n_strata, .only = labels, .live = nothing };
	if (new->only_added) {
		build(new);
		lo_solution_free(old->sol);
		old->sol = stored_version(new, orders);
	} else {
		on_both(build, old, new);
		mark_own(old);
	}
	mark_own(new);
	debug_time("reports", t);
}

/* A program that is followed from its main() on is solved whole, twice; its locals need their bodies' names. */
static LoSummaries *interpret_whole(LoStore *store, const LoModel *model, GError **error)
{
	LoProgram *p = lo_program_load(store, NULL, error);

	return p ? lo_summaries_new(p, model) : NULL;
}

static gboolean solve_whole(Side *old, Side *new, LoStore *store, LoChange *change, GError **error)
{
	g_autoptr(LoChanged) changed = NULL;

	g_clear_pointer(&old->base, lo_summaries_free);
	g_clear_pointer(&new->base, lo_summaries_free);
	new->base = interpret_whole(store, new->model, error);
	old->base = new->base ? interpret_whole(store, new->model, error) : NULL;
	changed = old->base ? lo_change_apply(new->base, change, store, NULL, error) : NULL;
	if (!changed)
		return FALSE;
	lo_derive(old->base, &old->classes, &old->targets);
	lo_derive(new->base, &new->classes, &new->targets);
	old->strata = new->strata = (LoStrataOptions){ .strata = new->n_strata };
	on_both(build, old, new);
	return TRUE;
}

/* The new version; the old one, where it is wanted, is ready when its thread has ended. */
static gboolean load(Side *old, Side *new, GThread **ready, GError **error)
{
	*ready = new->only_added ? NULL : g_thread_new("old", unpack_and_derive, old);
	unpack(new);
	if (new->error)
		g_propagate_error(error, g_steal_pointer(&new->error));
	return new->base != NULL;
}

static gboolean solve(Side *old, Side *new, LoStore *store, LoChange *change, const LoOrders *orders, GError **error)
{
	gint64 t = g_get_monotonic_time();
	GThread *ready;
	gboolean loaded = load(old, new, &ready, error), user = loaded && lo_vals_is_user(new->base->vals);
	debug_time("summaries", &t);
	g_autoptr(LoChanged) changed = loaded && !user ? lo_change_apply(new->base, change, store, g_steal_pointer(&new->indirect), error) : NULL;

	/* else nothing is asked of the classes */
	gboolean same = changed && !changed->redone->len && !changed->old_targets->len && !changed->new_targets->len;
	if (changed && !same && !(new->classes && lo_difference_keeps_facts(new->base, changed))) {
		g_clear_pointer(&new->targets, lo_targets_free);
		g_clear_pointer(&new->classes, lo_classes_free);
		lo_derive(new->base, &new->classes, &new->targets);
	}
	debug_time("change", &t);
	if (ready)
		g_thread_join(ready);
	debug_time("old version", &t);
	if (user)
		return solve_whole(old, new, store, change, error);
	old->sol = lo_solution_new();
	new->sol = lo_solution_new();
	if (changed && !same)
		run_steps(old, new, changed, orders, &t);
	return changed != NULL;
}

static gboolean find_since(Side *s, LoStore *store, GError **error)
{
	s->since = lo_change_since_state(store, error);
	if (s->since && s->since->funcs->len)
		s->store = lo_store_open_again(store, error);
	else if (s->since)
		g_clear_pointer(&s->since, lo_change_free);
	else
		return FALSE;
	return !s->since || s->store;
}

static gpointer give_back(gpointer data)
{
	side_clear(data);
	g_free(data);
	return NULL;
}

/* What a version was solved with, while the caller goes on: nobody waits for it. */
static void leave(Side *s)
{
	Side *own = g_memdup2(s, sizeof(*s));

	end_irq(own);
	*s = (Side){ 0 };
	g_thread_unref(g_thread_new("give back", give_back, own));
}

gboolean lo_solve_change(LoStore *store, const LoModel *model, const LoSolveOptions *opt, GBytes *state, LoSolverState *ready,
			 const LoOrders *orders, LoChange *change, LoSolution **before, LoSolution **after, GError **error)
{
	g_auto(Side) old = { .state = state, .model = model, .n_strata = opt && opt->strata ? opt->strata : LO_DEFAULT_STRATA,
			    .max_cycle = opt && opt->max_cycle ? opt->max_cycle : LO_DEFAULT_MAX_CYCLE,
			    .only_added = opt && opt->only_added, .stays = !opt || !opt->only_added };
	g_auto(Side) new = old;

	new.stays = TRUE;
	new.base = g_steal_pointer(&ready->base);
	new.classes = g_steal_pointer(&ready->classes);
	new.targets = g_steal_pointer(&ready->targets);
	new.indirect = g_steal_pointer(&ready->indirect);
	lo_solver_state_free(ready);
	if (!find_since(&new, store, error) || (!old.only_added && !find_since(&old, store, error)))
		return FALSE;
	if (!solve(&old, &new, store, change, orders, error))
		return FALSE;
	*before = g_steal_pointer(&old.sol);
	*after = g_steal_pointer(&new.sol);
	leave(&new);
	leave(&old);
	return TRUE;
}
