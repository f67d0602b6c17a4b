/* The sets of all functions, callees first, in each stratum: by several threads. */
#include "orders/strata_internal.h"

#include "callgraph/bottom_up.h"
#include "common/threads.h"
#include "orders/waits.h"
#include "summary/starts.h"

#define MAX_ROUNDS 20		/* in a component */
#define LAST_UNIT ((1u << 29) - 1)

/* ---- the sets ---- */

/* Functions that do not count have no set: nothing comes from them. */
static gboolean is_live(const LoStrata *s, LoFnId fn)
{
	return !s->live || s->live[fn];
}

static LoFnSet *fn_set_new(guint n_events)
{
	LoFnSet *f = g_new0(LoFnSet, 1);

	f->acqs = g_array_new(FALSE, FALSE, sizeof(LoAcq));
	f->pairs = g_array_new(FALSE, FALSE, sizeof(LoOpenPair));
	f->cursor = g_new0(guint32, n_events + 1);
	f->pair_cursor = g_new0(guint32, n_events + 1);
	return f;
}

static void fn_set_free(LoFnSet *f)
{
	if (!f)
		return;
	g_array_unref(f->acqs);
	lo_key_set_clear(&f->keys);
	g_clear_pointer(&f->pairs, g_array_unref);
	lo_key_set_clear(&f->pair_keys);
	g_free(f->cursor);
	g_free(f->pair_cursor);
	g_free(f);
}

static void find_components(LoStrata *s)
{
	g_autoptr(GArray) calls = g_array_new(FALSE, FALSE, sizeof(LoPair)), back = g_array_new(FALSE, FALSE, sizeof(LoPair));

	for (guint32 fn = 0; fn < s->n; fn++) {
		const LoSummary *sum = s->summaries[fn];
		for (guint i = 0; sum && i < sum->events->len; i++) {
			const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
			const LoPair p = { fn, ev->callee }, q = { ev->callee, fn };
			if (ev->kind != LO_EV_CALL)
				continue;
			g_array_append_val(calls, p);
			g_array_append_val(back, q);
		}
	}
	g_autoptr(LoGraph) g = lo_graph_new(s->n, calls);
	s->scc = lo_scc_new(g);
	s->direct_callers = lo_graph_new(s->n, back);
}

static guint64 set_size(const LoStrata *s, const LoScc *scc, guint32 comp)
{
	guint64 n = 0;

	for (guint32 i = scc->first[comp]; i < scc->first[comp + 1]; i++) {
		const LoFnSet *f = s->sets[scc->order[i]];
		n += f ? f->acqs->len + f->pairs->len : 0;
	}
	return n;
}

/* ---- what the outside starts ---- */

/* A lock with the starter's arguments put in. Of the starter's own parameters nothing is known: some such object. */
static LoVal started_lock(LoStrataWorker *w, const LoStart *start, LoVal lock)
{
	if (!lock || lo_class_of(w->s->classes, lock, LO_LOCK_UNKNOWN) != LO_CLASS_OPEN)
		return lock;
	return lo_val_subst(w->vals, lock, NULL, 0, start->fn, 0);
}

/* An entry of the started function's set, with its arguments put in; FALSE: it is none that counts. */
static gboolean start_acq(const LoSite *at, const LoStart *start, LoAcq *a)
{
	if (a->try || !lo_site_conditions(at, a->conds, &a->conds))
		return FALSE;
	if (a->lock)
		a->lock = started_lock(at->w, start, lo_site_subst(at, a->lock));
	if (a->cls == LO_CLASS_OPEN)
		a->cls = lo_acq_class(at->w, a->lock, a->lock_kind);
	return a->cls < LO_CLASS_OPEN;
}

/* What a function started from outside takes, under the lock that its starter holds. */
static void process_start(LoStrataWorker *w, LoStart *start)
{
	LoStrata *s = w->s;
	LoFnSet *f = s->sets[start->fn];
	const LoEvent nowhere = { .kind = LO_EV_CALL };
	LoSite at = { s, w, start->fn, s->summaries[start->fn], &nowhere, 0, start->args, start->n_args, ++w->sites, FALSE };
	LoVal under = started_lock(w, start, start->lock);
	LoClassId from = under ? lo_class_of(s->classes, under, LO_LOCK_UNKNOWN) : LO_CLASS_NONE;

	if (!f)
		return;
	gboolean anew = lo_acq_is_entered(s, start->fn);
	for (; start->pair_cursor < f->pairs->len && start->n_args; start->pair_cursor++) {
		LoOpenPair p = LO_AT(f->pairs, LoOpenPair, start->pair_cursor);
		LoHeld held = { .lock = started_lock(w, start, lo_site_subst(&at, p.held.lock)), .hold = p.held.hold,
				.try = p.held.try, .event = G_MAXUINT32 };
		at.event = p.event;
		p.acq.tainted |= anew;
		if (held.lock && start_acq(&at, start, &p.acq) && lo_class_of(s->classes, held.lock, LO_LOCK_UNKNOWN) < LO_CLASS_OPEN)
			lo_site_emit(&at, &held, &p.acq);
	}
	for (; from < LO_CLASS_OPEN && start->cursor < f->acqs->len; start->cursor++) {
		LoAcq a = LO_AT(f->acqs, LoAcq, start->cursor);
		if (s->delta && !a.tainted && !anew)
			continue;
		if (lo_acq_is_dropped(s, a.dropped, from, LO_VAL_NONE) || (a.slept && lo_strata_forbids_sleep(s, from)) || !start_acq(&at, start, &a))
			continue;
		LoEdge e = { .from = from, .to = a.cls, .from_hold = start->hold, .to_hold = a.hold, .wait = a.wait, .hops = a.hops, .depth = a.depth, .fan = a.fan,
			     .fn = start->fn, .event = a.event, .callee = a.callee, .next = a.next, .witnesses = 1,
			     .held = { .lock = start->lock, .hold = start->hold, .event = G_MAXUINT32 } };
		if (from == a.cls)
			e.same_instance = lo_compare_instances(s->vals, start->lock, a.lock);
		lo_worker_add_edge(w, &e);
	}
}

/* Pairs of functions that nothing calls directly: their parameters stay unknown objects. */
static void close_root_pairs(LoStrataWorker *w, LoFnId fn)
{
	LoStrata *s = w->s;
	LoFnSet *set = s->sets[fn];

	for (; set->closed < set->pairs->len; set->closed++) {
		LoOpenPair p = LO_AT(set->pairs, LoOpenPair, set->closed);
		LoSite at = lo_site_of(w, fn, p.event);
		at.args = NULL;
		at.n_args = 0;
		LoHeld held = { .lock = lo_site_subst(&at, p.held.lock), .hold = p.held.hold, .try = p.held.try, .event = G_MAXUINT32 };
		LoAcq a = p.acq;
		a.lock = a.lock ? lo_site_subst(&at, a.lock) : LO_VAL_NONE;
		if (a.cls == LO_CLASS_OPEN)
			a.cls = lo_acq_class(w, a.lock, a.lock_kind);
		if (held.lock && a.cls < LO_CLASS_OPEN && lo_class_of(s->classes, held.lock, LO_LOCK_UNKNOWN) < LO_CLASS_OPEN)
			lo_site_emit(&at, &held, &a);
	}
}

static void note_taken(LoStrata *s, LoVal v)
{
	LoVal values[8];

	for (guint i = lo_val_alternatives(s->vals, v, values); i-- > 0;)
		if (lo_val(s->vals, values[i])->kind == LO_V_FN)
			s->taken[lo_val(s->vals, values[i])->a] = TRUE;
}

static void note_taken_initially(LoVals *vals, LoVal addr, LoVal value, LoVarId var, gpointer strata)
{
	(void)vals;
	(void)addr;
	(void)var;
	note_taken(strata, value);
}

static void find_taken(LoStrata *s)
{
	s->taken = g_new0(guint8, s->n + 1);
	lo_vals_each_initial(s->vals, note_taken_initially, s);
	for (guint32 fn = 0; fn < s->n; fn++) {
		const LoSummary *sum = s->summaries[fn];
		for (guint i = 0; sum && i < sum->stores->len; i++)
			note_taken(s, LO_AT(sum->stores, LoStoreFact, i).value);
		for (guint i = 0; sum && i < sum->regs->len; i++)
			note_taken(s, LO_AT(sum->regs, LoRegFact, i).object);
		for (guint i = 0; sum && i < sum->events->len; i++) {
			const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
			for (guint k = 0; k < ev->n_args; k++)
				note_taken(s, LO_AT(sum->vals, LoVal, ev->first_arg + k));
		}
	}
}

static void find_called(LoStrata *s)
{
	s->called = g_new0(guint8, s->n + 1);
	for (guint32 fn = 0; fn < s->n; fn++) {
		const LoSummary *sum = is_live(s, fn) ? s->summaries[fn] : NULL;
		for (guint i = 0; sum && i < sum->events->len; i++) {
			const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
			if (ev->kind == LO_EV_CALL && ev->callee != fn)
				s->called[ev->callee] = TRUE;
		}
	}
}

/* ---- the passes ---- */

/* Nothing is added to these sets any more. */
static void finish_component(LoStrata *s, guint32 comp)
{
	for (guint32 i = s->scc->first[comp]; i < s->scc->first[comp + 1]; i++)
		if (s->sets[s->scc->order[i]])
			lo_key_set_clear(&s->sets[s->scc->order[i]]->keys);
}

static void run_component(LoBottomUp *order, guint32 comp, gpointer worker, gpointer data)
{
	LoStrata *s = data;
	const LoScc *scc = s->scc;
	gboolean cyclic = scc->first[comp + 1] - scc->first[comp] > 1;
	guint64 before;
	guint rounds = 0;

	(void)order;
	lo_worker_begin(worker, s->stratum, comp);
	do {
		before = set_size(s, scc, comp);
		for (guint32 i = scc->first[comp]; i < scc->first[comp + 1]; i++)
			lo_strata_process(worker, scc->order[i]);
	} while (cyclic && set_size(s, scc, comp) != before && ++rounds < MAX_ROUNDS);
	if (s->stratum == s->strata)
		finish_component(s, comp);
}

static void refresh_slot(guint32 i, gpointer worker, gpointer data)
{
	LoStrata *s = data;

	(void)worker;
	lo_slot_set_refresh(s, g_ptr_array_index(s->slot_list, i));
}

static void close_function(guint32 fn, gpointer worker, gpointer data)
{
	LoStrata *s = data;

	lo_worker_begin(worker, s->stratum, s->scc->n_comps + fn);
	if (s->sets[fn] && !s->called[fn])
		close_root_pairs(worker, fn);
}

static void note_stats(LoStrata *s)
{
	LoStratumStats *st = &s->stats[s->stratum];
	const guint32 *first = s->scc->first;

	for (guint i = 0; i < s->n_workers; i++) {
		st->new_acqs += s->workers[i]->new_acqs;
		s->workers[i]->new_acqs = 0;
	}
	for (guint32 comp = 0; comp < s->scc->n_comps; comp++)
		st->largest_component = MAX(st->largest_component, first[comp + 1] - first[comp]);
	g_debug("stratum %u: %" G_GUINT64_FORMAT " acquisitions, %" G_GUINT64_FORMAT " edges, component of %u", s->stratum,
		st->new_acqs, st->new_edges, st->largest_component);
}

static gpointer run_beside(gpointer data)
{
	LoStrata *s = data;

	s->beside(s->beside_vals, s->beside_data);
	return NULL;
}

/* The values and classes are shared. */
static void start_beside(LoStrata *s)
{
	s->beside_vals = lo_vals_borrow(s->vals);
	s->beside_thread = g_thread_new("beside", run_beside, s);
}

static void run_beside_last(LoStrata *s)
{
	if (s->n_workers > 1) {
		start_beside(s);
		return;
	}
	s->beside_vals = s->vals;
	run_beside(s);
}

static void end_beside(LoStrata *s)
{
	if (!s->beside_thread)
		return;
	g_thread_join(g_steal_pointer(&s->beside_thread));
	lo_vals_free(s->beside_vals);
}

static void run_stratum(LoStrata *s)
{
	gpointer *workers = (gpointer *)s->workers;

	lo_classes_share(s->classes, TRUE);
	if (s->beside && s->stratum == s->strata)
		run_beside_last(s);
	if (s->stratum)
		lo_threads_each(s->slot_list->len, refresh_slot, workers, s->n_workers, s);
	lo_bottom_up_run(s->scc, s->direct_callers, run_component, workers, s->n_workers, s);
	lo_threads_each(s->n, close_function, workers, s->n_workers, s);
	for (guint i = 0; i < s->starts->len; i++) {
		lo_worker_begin(s->workers[0], s->stratum, s->scc->n_comps + s->n + i);
		process_start(s->workers[0], &LO_AT(s->starts, LoStart, i));
	}
	end_beside(s);
	lo_classes_share(s->classes, FALSE);
	lo_strata_collect(s);
	for (guint32 fn = 0; fn < s->n; fn++)
		if (s->sets[fn])
			s->sets[fn]->snapshot = s->sets[fn]->acqs->len;
	note_stats(s);
}

/* ---- the workers ---- */

static LoStrataWorker *worker_new(LoStrata *s, gboolean alone)
{
	LoStrataWorker *w = g_new0(LoStrataWorker, 1);

	w->s = s;
	w->vals = alone ? s->vals : lo_vals_borrow(s->vals);
	w->conditions = lo_conditions_borrow(s->conditions, w->vals);
	w->wanted = g_array_new(FALSE, TRUE, sizeof(guint8));
	w->helds = g_array_new(FALSE, FALSE, sizeof(LoHeldClass));
	lo_found_edges_init(&w->found);
	return w;
}

static void worker_free(LoStrataWorker *w)
{
	if (w->vals != w->s->vals)
		lo_vals_free(w->vals);
	lo_conditions_free(w->conditions);
	g_array_unref(w->wanted);
	g_array_unref(w->helds);
	lo_found_edges_clear(&w->found);
	g_free(w);
}

static void hire(LoStrata *s)
{
	s->n_workers = lo_bottom_up_threads(s->scc);
	s->workers = g_new(LoStrataWorker *, s->n_workers);
	for (guint i = 0; i < s->n_workers; i++)
		s->workers[i] = worker_new(s, s->n_workers == 1);
	lo_vals_share(s->vals, TRUE);
}

static void dismiss(LoStrata *s)
{
	lo_vals_share(s->vals, FALSE);
	for (guint i = 0; i < s->n_workers; i++)
		worker_free(s->workers[i]);
	g_clear_pointer(&s->workers, g_free);
}

/* ---- all of it ---- */

/* The entries stay, for the chains; what finds repeats among them is done with. */
static void drop_working_sets(LoStrata *s)
{
	for (guint i = 0; i < s->n; i++) {
		LoFnSet *f = s->sets[i];
		if (!f)
			continue;
		lo_key_set_clear(&f->keys);
		lo_key_set_clear(&f->pair_keys);
		g_clear_pointer(&f->pairs, g_array_unref);
		g_clear_pointer(&f->cursor, g_free);
		g_clear_pointer(&f->pair_cursor, g_free);
	}
	g_clear_pointer(&s->slots, g_hash_table_unref);
	g_clear_pointer(&s->slot_list, g_ptr_array_unref);
	g_clear_pointer(&s->edge_keys, g_hash_table_unref);
	g_clear_pointer(&s->places, g_array_unref);
}

static gpointer find_callers(gpointer data)
{
	const LoStrata *s = data;

	return lo_callers_new(s->vals, s->summaries, s->n, s->classes, s->targets, s->starts);
}

typedef struct {
	LoStrata *s;
	const LoStrataOptions *opt;
} Narrowing;

static gpointer narrow(gpointer data)
{
	const Narrowing *n = data;

	n->opt->narrow(&n->s->live, &n->s->delta, n->opt->narrow_data);
	return NULL;
}

/* What depends on the program only, and beside it what is followed. */
static void prepare(LoStrata *s, const LoStrataOptions *opt)
{
	Narrowing n = { s, opt };

	lo_classes_ask_all(s->classes, s->summaries, s->n);
	s->starts = lo_starts_find(s->vals, s->summaries, s->n);
	s->conditions = lo_conditions_new(s->vals);
	lo_vals_share(s->vals, TRUE);
	lo_classes_share(s->classes, TRUE);
	GThread *callers = g_thread_new("callers", find_callers, s);
	GThread *narrowing = opt->narrow ? g_thread_new("narrow", narrow, &n) : NULL;
	find_taken(s);
	s->undone = lo_undone_new(s->program, s->vals, s->summaries, s->n);
	find_components(s);
	s->callers = g_thread_join(callers);
	if (narrowing)
		g_thread_join(narrowing);
	lo_classes_share(s->classes, FALSE);
	lo_vals_share(s->vals, FALSE);
}

static void share(LoStrata *s, const LoStrata *from)
{
	s->lent = TRUE;
	s->starts = g_array_copy(from->starts);
	for (guint i = 0; i < s->starts->len; i++)
		LO_AT(s->starts, LoStart, i).cursor = LO_AT(s->starts, LoStart, i).pair_cursor = 0;
	s->conditions = from->conditions;
	s->callers = from->callers;
	s->taken = from->taken;
	s->undone = from->undone;
	s->scc = from->scc;
	s->direct_callers = from->direct_callers;
}

LoStrata *lo_strata_new(LoVals *vals, LoSummary *const *summaries, guint n, LoClasses *classes, LoTargets *targets,
			const LoStrataOptions *opt)
{
	LoStrata *s = g_new0(LoStrata, 1);

	s->vals = vals;
	s->program = lo_vals_program(vals);
	s->summaries = summaries;
	s->n = n;
	s->classes = classes;
	s->targets = targets;
	s->strata = MIN(opt->strata, LO_MAX_STRATA - 1);
	s->live = opt->live;
	s->only = opt->only;
	s->beside = opt->beside;
	s->beside_data = opt->beside_data;
	s->delta = opt->delta;
	s->sets = g_new0(LoFnSet *, n);
	s->edges = g_array_new(FALSE, FALSE, sizeof(LoEdge));
	s->places = g_array_new(FALSE, FALSE, sizeof(guint64));
	s->edge_keys = g_hash_table_new(NULL, NULL);
	s->dropsets = lo_word_lists_new();
	s->kernel = lo_program_find_fn(s->program, "mutex_lock", "") != LO_NO_ID ||
		lo_program_find_fn(s->program, "mutex_lock_nested", "") != LO_NO_ID;
	if (opt->like)
		share(s, opt->like);
	else
		prepare(s, opt);
	for (guint i = 0; i < n; i++)
		if (summaries[i] && summaries[i]->events->len && is_live(s, i))
			s->sets[i] = fn_set_new(summaries[i]->events->len);
	find_called(s);
	lo_strata_find_slots(s);
	hire(s);
	for (s->stratum = 0; s->stratum <= s->strata; s->stratum++)
		run_stratum(s);
	s->stratum = s->strata;
	lo_worker_begin(s->workers[0], s->strata, LAST_UNIT);
	lo_waits_connect(s, vals, summaries, n, s->scc, classes, s->delta != NULL);
	lo_strata_collect(s);
	dismiss(s);
	drop_working_sets(s);
	return s;
}

void lo_strata_free(LoStrata *s)
{
	if (!s)
		return;
	for (guint i = 0; i < s->n; i++)
		fn_set_free(s->sets[i]);
	g_free(s->sets);
	g_free(s->called);
	g_array_unref(s->edges);
	g_array_unref(s->starts);
	lo_word_lists_free(s->dropsets);
	if (!s->lent) {
		g_free(s->taken);
		lo_undone_free(s->undone);
		lo_scc_free(s->scc);
		lo_graph_free(s->direct_callers);
		lo_callers_free(s->callers);
		lo_conditions_free(s->conditions);
	}
	g_free(s);
}

