#include "solver/solver.h"

#include "callgraph/parts.h"
#include "common/error.h"
#include "solver/build.h"
#include "solver/irq.h"
#include "solver/merge.h"
#include "solver/reach.h"
#include "solver/shape.h"
#include "summary/describe.h"
#include "summary/summaries.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static void add_stat(LoSolution *sol, const char *name, char *value)
{
	LoStatRow row = { g_strdup(name), value };

	g_array_append_val(sol->stats, row);
}

typedef struct {
	const LoSolveOptions *opt;	/* may be NULL */
	LoSolution *sol;
	const char *name;		/* of the phase that runs; NULL: none */
	gint64 since;
	clock_t cpu_since;
} Phases;

static void end_phase(Phases *ph)
{
	gint64 msec = (g_get_monotonic_time() - ph->since) / 1000;
	g_autofree char *key = ph->name ? g_strdup_printf("phase.%s.msec", ph->name) : NULL;

	if (!ph->name)
		return;
	add_stat(ph->sol, key, g_strdup_printf("%" G_GINT64_FORMAT, msec));
	g_debug("%s: %" G_GINT64_FORMAT " ms, cpu %.0f ms", ph->name, msec, (double)(clock() - ph->cpu_since) * 1000 / CLOCKS_PER_SEC);
	ph->name = NULL;
}

/* What ran before has ended. */
static void begin_phase(Phases *ph, const char *name)
{
	end_phase(ph);
	ph->name = name;
	ph->since = g_get_monotonic_time();
	ph->cpu_since = clock();
	if (ph->opt && ph->opt->on_phase)
		ph->opt->on_phase(name, ph->opt->phase_data);
}

static void add_stratum_stats(LoSolution *sol, const LoStrata *strata, guint n)
{
	for (guint k = 0; k <= n; k++) {
		const LoStratumStats *st = lo_strata_stats(strata, k);
		g_autofree char *acqs = g_strdup_printf("stratum.%u.acquisitions", k);
		g_autofree char *edges = g_strdup_printf("stratum.%u.edges", k);
		add_stat(sol, acqs, g_strdup_printf("%" G_GUINT64_FORMAT, st->new_acqs));
		add_stat(sol, edges, g_strdup_printf("%" G_GUINT64_FORMAT, st->new_edges));
	}
}

static char *join_names(const GPtrArray *names)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < names->len; i++)
		g_string_append_printf(out, "%s%s", i ? ", " : "", (const char *)g_ptr_array_index(names, i));
	return g_string_free(out, FALSE);
}

/* Stratum 0 follows direct calls, 1 all members once, the others members of few targets. */
static void add_shape_stats(LoSolution *sol, LoVals *vals, LoSummary *const *sums, guint n, LoTargets *targets, guint strata)
{
	for (guint k = 0; k <= strata; k++) {
		LoShape shape;
		g_autofree char *size = g_strdup_printf("stratum.%u.scc", k);
		g_autofree char *share = g_strdup_printf("stratum.%u.scc_percent", k);
		g_autofree char *functions = g_strdup_printf("stratum.%u.top_functions", k);
		g_autofree char *members = g_strdup_printf("stratum.%u.top_members", k);
		lo_shape_measure(&shape, vals, sums, n, targets, k > 0, k > 1 ? LO_MAX_FAN_BEYOND_FIRST : G_MAXUINT);
		add_stat(sol, size, g_strdup_printf("%u", shape.component));
		add_stat(sol, share, g_strdup_printf("%.2f", 100.0 * shape.component / MAX(1, shape.functions)));
		add_stat(sol, functions, join_names(shape.top_functions));
		add_stat(sol, members, join_names(shape.top_members));
		lo_shape_clear(&shape);
	}
}

/* Call sites through pointers, each once; those with at least one known target. */
static void add_indirect_stats(LoSolution *sol, LoSummary *const *sums, guint n, LoTargets *targets)
{
	guint total = 0, resolved = 0;

	for (guint fn = 0; fn < n; fn++) {
		g_autoptr(GHashTable) sites = g_hash_table_new(NULL, NULL);
		g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);
		for (guint i = 0; sums[fn] && i < sums[fn]->events->len; i++) {
			const LoEvent *ev = &LO_AT(sums[fn]->events, LoEvent, i);
			if (ev->kind != LO_EV_ICALL || ev->inherited)
				continue;
			g_hash_table_add(sites, GUINT_TO_POINTER(ev->instr + 1));
			if (lo_targets_of_value(targets, ev->lock))
				g_hash_table_add(known, GUINT_TO_POINTER(ev->instr + 1));
		}
		total += g_hash_table_size(sites);
		resolved += g_hash_table_size(known);
	}
	add_stat(sol, "indirect.sites", g_strdup_printf("%u", total));
	add_stat(sol, "indirect.resolved", g_strdup_printf("%u", resolved));
	add_stat(sol, "indirect.resolved_percent", g_strdup_printf("%.1f", 100.0 * resolved / MAX(1, total)));
}

static guint truncated_count(LoSummary *const *s, guint n)
{
	guint count = 0;

	for (guint i = 0; i < n; i++)
		count += s[i] && s[i]->truncated;
	return count;
}

static void debug_sizes(const LoVals *vals, LoSummary *const *s, guint n)
{
	guint64 events = 0, helds = 0, values = 0, bodies = 0;

	for (guint i = 0; i < n; i++) {
		if (!s[i])
			continue;
		bodies++;
		events += s[i]->events->len;
		helds += s[i]->helds->len;
		values += s[i]->vals->len;
	}
	g_debug("%" G_GUINT64_FORMAT " bodies, %" G_GUINT64_FORMAT " events, %" G_GUINT64_FORMAT " held, %" G_GUINT64_FORMAT
		" listed values, %u values", bodies, events, helds, values, lo_vals_count(vals));
}

/* With roots, the functions that count; FALSE when none is named so. */
static gboolean find_live(LoVals *vals, LoSummary *const *sums, guint n, LoTargets *targets, const LoSolveOptions *opt,
			  guint8 **live, GError **error)
{
	guint n_roots = 0;

	*live = NULL;
	if (!opt || !opt->roots || !opt->roots[0])
		return TRUE;
	*live = lo_reach(vals, sums, n, targets, opt->roots, &n_roots);
	if (n_roots)
		return TRUE;
	g_clear_pointer(live, g_free);
	g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "--root: no function '%s' with a body in the scanned files", opt->roots[0]);
	return FALSE;
}

/* What interrupts do, found beside the strata. */
typedef struct {
	const LoSummaries *base;
	LoClasses *classes;
	LoTargets *targets;
	const guint8 *live;
	LoIrqUsage *usage;
} Irq;

static void find_irq(LoVals *vals, gpointer data)
{
	Irq *irq = data;

	irq->usage = lo_irq_usage_new(vals, irq->base->all, irq->base->n, irq->classes, irq->targets, irq->live);
	lo_irq_usage_return_vals(irq->usage, irq->base->vals);
}

/* Everything after the summaries. */
static gboolean solve_summaries(LoSummaries *base, const LoSolveOptions *opt, Phases *ph, GError **error)
{
	LoSolution *sol = ph->sol;
	guint n = base->n, max_cycle = opt && opt->max_cycle ? opt->max_cycle : LO_DEFAULT_MAX_CYCLE;

	begin_phase(ph, "strata");
	g_autoptr(LoClasses) classes = NULL;
	g_autoptr(LoTargets) targets = NULL;
	g_autofree guint8 *live = NULL;

	lo_derive(base, &classes, &targets);
	if (!find_live(base->vals, base->all, n, targets, opt, &live, error))
		return FALSE;
	g_autoptr(LoJudges) judges = lo_judges_start(base->vals, base->all, n);
	Irq found = { base, classes, targets, live, NULL };
	LoStrataOptions so = { .strata = opt && opt->strata ? opt->strata : LO_DEFAULT_STRATA, .live = live,
			       .beside = find_irq, .beside_data = &found };
	g_autoptr(LoStrata) strata = lo_strata_new(base->vals, base->all, n, classes, targets, &so);
	begin_phase(ph, "explore");
	LoWitness w = { base->vals, base->program, base->all, classes, strata, targets };
	g_autoptr(LoExplored) explored = live ? NULL : lo_explore(base->vals, base->all, n, classes, targets);
	g_autoptr(LoIrqUsage) irq = found.usage;
	begin_phase(ph, "cycles");
	lo_build_solution(sol, &w, explored, explored ? NULL : irq, judges, max_cycle, opt ? opt->sink : NULL);
	end_phase(ph);
	add_stratum_stats(sol, strata, so.strata);
	add_indirect_stats(sol, base->all, n, targets);
	add_shape_stats(sol, base->vals, base->all, n, targets, so.strata);
	add_stat(sol, "summaries.truncated", g_strdup_printf("%u", truncated_count(base->all, n)));
	add_stat(sol, "values", g_strdup_printf("%u", lo_vals_count(base->vals)));
	add_stat(sol, "slots", g_strdup_printf("%u", lo_targets_slot_count(targets)));
	return TRUE;
}

static void hand_over_state(const LoSummaries *s, const LoSolutionSink *sink)
{
	g_autoptr(GBytes) state = lo_summaries_pack(s);

	sink->state(state, sink->data);
}

/* These units; NULL: all. */
static LoSolution *solve_units(LoStore *store, const LoModel *model, const LoSolveOptions *opt, const GPtrArray *sources, GError **error)
{
	g_autoptr(LoSolution) sol = lo_solution_new();
	Phases ph = { .opt = opt, .sol = sol };

	begin_phase(&ph, "load");
	g_autoptr(LoProgram) p = lo_program_load(store, sources, error);
	if (!p)
		return NULL;
	begin_phase(&ph, "summaries");
	g_autoptr(LoSummaries) base = lo_summaries_new(g_steal_pointer(&p), model);
	end_phase(&ph);
	debug_sizes(base->vals, base->all, base->n);
	if (!lo_vals_is_user(base->vals))	/* its locals have names yet to be told */
		lo_program_drop_bodies(base->program);
	if (opt && opt->sink) {
		begin_phase(&ph, "state");
		hand_over_state(base, opt->sink);
	}
	return solve_summaries(base, opt, &ph, error) ? g_steal_pointer(&sol) : NULL;
}

/* What a change is solved from: all units as one. */
static gboolean pack_whole(LoStore *store, const LoModel *model, const LoSolutionSink *sink, GError **error)
{
	g_autoptr(LoProgram) p = lo_program_load(store, NULL, error);

	if (!p)
		return FALSE;
	g_autoptr(LoSummaries) base = lo_summaries_new(g_steal_pointer(&p), model);
	hand_over_state(base, sink);
	return TRUE;
}

/* Programs that have nothing in common but the folder, or the libraries. */
static LoSolution *solve_parts(LoStore *store, const LoModel *model, const LoSolveOptions *opt, const GPtrArray *parts, GError **error)
{
	g_autoptr(GPtrArray) solutions = g_ptr_array_new_with_free_func((GDestroyNotify)lo_solution_free);
	g_autoptr(LoSolution) sol = lo_solution_new();
	LoSolveOptions quiet = opt ? *opt : (LoSolveOptions){ 0 };
	Phases ph = { .opt = opt, .sol = sol };

	quiet.on_phase = NULL;
	quiet.sink = NULL;
	begin_phase(&ph, "explore");
	for (guint i = 0; i < parts->len; i++) {
		LoSolution *one = solve_units(store, model, &quiet, g_ptr_array_index(parts, i), error);
		if (!one)
			return NULL;
		g_ptr_array_add(solutions, one);
	}
	begin_phase(&ph, "cycles");
	lo_merge_solutions(sol, solutions);
	end_phase(&ph);
	add_stat(sol, "programs", g_strdup_printf("%u", parts->len));
	if (opt && opt->sink && !pack_whole(store, model, opt->sink, error))
		return NULL;
	return g_steal_pointer(&sol);
}

LoSolution *lo_solve(LoStore *store, const LoModel *model, const LoSolveOptions *opt, GError **error)
{
	gboolean by_roots = opt && opt->roots && opt->roots[0];
	g_autoptr(GPtrArray) parts = by_roots ? NULL : lo_parts_find(store, error);

	if (!parts && !by_roots)
		return NULL;
	return parts && parts->len ? solve_parts(store, model, opt, parts, error) : solve_units(store, model, opt, NULL, error);
}

gboolean lo_describe(LoStore *store, const LoModel *model, const char *function, GString *out, GError **error)
{
	g_autoptr(LoProgram) p = lo_program_load(store, NULL, error);
	gboolean found = FALSE;

	if (!p)
		return FALSE;
	g_autoptr(LoSummaries) base = lo_summaries_new(g_steal_pointer(&p), model);
	for (guint i = 0; i < base->n; i++) {
		if (!base->all[i] || (function && strcmp(lo_program_fn(base->program, i)->name, function)))
			continue;
		if (function)
			lo_describe_summary(base->vals, i, base->all[i], out);
		else
			lo_describe_unbalanced(base->vals, i, base->all[i], out);
		found = TRUE;
	}
	if (!found && function)
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "no function '%s' with a body in the scanned files", function);
	return found || !function;
}
