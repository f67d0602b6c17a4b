#include "summary/summaries.h"

#include <string.h>

#include "callgraph/bottom_up.h"
#include "common/threads.h"
#include "summary/fingerprint.h"
#include "summary/indirect.h"

/* Of a program, also those whose address a local variable gets: pthread_cleanup_push()'s handler. */
static void add_direct_calls(const LoProgram *p, LoFnId id, gboolean user, GArray *pairs)
{
	const LoFn *fn = lo_program_fn(p, id);

	for (guint i = 0; i < fn->ir->instrs->len; i++) {
		const LoInstr *in = &LO_AT(fn->ir->instrs, LoInstr, i);
		LoTermId target = in->kind == LO_INSTR_CALL ? in->addr : user && in->kind == LO_INSTR_SET ? in->value : LO_NO_TERM;
		const LoTerm *t = target != LO_NO_TERM ? &LO_AT(fn->ir->terms, LoTerm, target) : NULL;
		if (!t || t->kind != LO_TERM_FUNC)
			continue;
		LoPair pair = { id, fn->fn_of_sym[t->a] };
		g_array_append_val(pairs, pair);
	}
}

void lo_summaries_add_calls(LoVals *vals, LoFnId id, GArray *pairs)
{
	const LoProgram *p = lo_vals_program(vals);
	const LoPrimitive *prim = lo_vals_primitive(vals, id);

	if (lo_program_fn(p, id)->ir && (!prim || prim->descend))
		add_direct_calls(p, id, lo_vals_is_user(vals), pairs);
}

LoGraph *lo_summaries_callers(const LoSummaries *s)
{
	g_autoptr(GArray) pairs = g_array_sized_new(FALSE, FALSE, sizeof(LoPair), s->calls->len * 2);

	for (guint i = 0; i < s->calls->len; i++) {
		LoPair p = { LO_AT(s->calls, LoPair, i).to, LO_AT(s->calls, LoPair, i).from };
		g_array_append_val(pairs, p);
	}
	for (guint32 fn = 0; fn < s->n; fn++)
		for (guint i = 0; s->all[fn] && i < s->all[fn]->events->len; i++) {
			const LoEvent *ev = &LO_AT(s->all[fn]->events, LoEvent, i);
			LoPair p = { ev->callee, fn };
			if (ev->kind == LO_EV_CALL)
				g_array_append_val(pairs, p);
		}
	return lo_graph_new(s->n, pairs);
}

/* ---- a pass over all bodies, bottom-up ---- */

#define MAX_INDIRECT 4	/* passes after which what pointers lead to is settled: a bus that is a client of another goes on for ever */
#define MAX_PASSES 12

typedef struct {
	LoSummaries *s;		/* with what the pass before left */
	const LoScc *scc;
	LoGraph *callers;	/* owned; as the pass before saw them */
	LoIndirect *indirect;	/* owned; NULL: not known yet */
	guint8 *dirty;		/* per function, to be interpreted; atomic; NULL: all are */
	guint8 *changed;	/* per function: it returns in other ways than after the pass before */
	guint8 *remade;		/* per function: this pass has interpreted it */
	LoSummary **again;	/* what this pass makes */
} Pass;

/* Who asks for a summary. */
typedef struct {
	const Pass *pass;
	LoBottomUp *order;
	guint32 comp;
	LoVals *vals;
} Asker;

/*
 * As if each component were done after all with lower numbers, whichever are in fact: those with higher ones are as the
 * pass before left them.  Callees that no edge shows are known by constants only.
 */
static const LoSummary *find_summary(LoFnId fn, gpointer data)
{
	const Asker *a = data;
	const Pass *pass = a->pass;
	guint32 comp = pass->scc->comp_of[fn];

	if (comp > a->comp)
		return pass->s->all[fn];
	if (comp == a->comp)
		return pass->again[fn];
	lo_bottom_up_await(a->order, comp, a->vals);
	return pass->again[fn] ? pass->again[fn] : pass->s->all[fn];
}

/* Returns that are others than before: then the callers' summaries may be, too.  It is too late for those before. */
static void mark_callers(const Pass *pass, LoFnId fn)
{
	for (guint32 i = pass->callers->first[fn]; i < pass->callers->first[fn + 1]; i++) {
		LoFnId caller = pass->callers->succ[i];
		if (pass->scc->comp_of[caller] > pass->scc->comp_of[fn])
			__atomic_store_n(&pass->dirty[caller], TRUE, __ATOMIC_RELAXED);
	}
}

static gboolean is_to_be_done(const Pass *pass, const LoFnId *fns, guint n)
{
	for (guint i = 0; pass->dirty && i < n; i++)
		if (__atomic_load_n(&pass->dirty[fns[i]], __ATOMIC_RELAXED))
			return TRUE;
	return !pass->dirty;
}

/* Within a component in order of id, callees not yet done having no effect. */
static void interpret_component(LoBottomUp *order, guint32 comp, gpointer worker, gpointer data)
{
	const Pass *pass = data;
	const LoFnId *fns = pass->scc->order + pass->scc->first[comp];
	guint n = pass->scc->first[comp + 1] - pass->scc->first[comp];
	Asker asker = { pass, order, comp, worker };
	LoSummary *const *old = pass->s->all;

	if (!is_to_be_done(pass, fns, n))
		return;
	for (guint i = 0; i < n; i++)
		if (lo_program_fn(pass->s->program, fns[i])->ir)
			pass->again[fns[i]] = lo_interpret(worker, fns[i], (LoKnownSummaries){ find_summary, &asker }, pass->indirect);
	for (guint i = 0; i < n; i++) {
		LoSummary *new = pass->again[fns[i]];
		if (!new)
			continue;
		pass->remade[fns[i]] = TRUE;
		new->changes = (guint32)lo_summary_passes_locks_on(worker, new);
		if (old[fns[i]] && lo_fingerprint_returns(worker, old[fns[i]]) == lo_fingerprint_returns(worker, new))
			continue;
		pass->changed[fns[i]] = TRUE;
		if (pass->dirty)
			mark_callers(pass, fns[i]);
	}
}

static void run_pass(Pass *pass)
{
	LoSummaries *s = pass->s;
	guint n = lo_bottom_up_threads(pass->scc);
	g_autofree gpointer *workers = g_new(gpointer, n);

	pass->again = g_new0(LoSummary *, s->n + 1);
	memset(pass->changed, 0, s->n);
	memset(pass->remade, 0, s->n);
	for (guint i = 0; i < n; i++)
		workers[i] = n > 1 ? lo_vals_borrow(s->vals) : s->vals;
	lo_vals_share(s->vals, TRUE);
	lo_program_share(s->program, n > 1);
	lo_bottom_up_run(pass->scc, pass->callers, interpret_component, workers, n, pass);
	lo_vals_share(s->vals, FALSE);
	lo_program_share(s->program, FALSE);
	for (guint i = 0; n > 1 && i < n; i++)
		lo_vals_free(workers[i]);
	for (guint i = 0; i < s->n; i++)
		if (pass->again[i]) {
			lo_summary_free(s->all[i]);
			s->all[i] = pass->again[i];
		}
	g_clear_pointer(&pass->again, g_free);
}

/* ---- what the next pass is to do ---- */

/* Those who were interpreted with something else than what their callee has turned out to be. */
static void mark_late(Pass *pass)
{
	const LoScc *scc = pass->scc;

	for (guint32 fn = 0; fn < pass->s->n; fn++)
		for (guint32 i = pass->callers->first[fn]; pass->changed[fn] && i < pass->callers->first[fn + 1]; i++) {
			LoFnId caller = pass->callers->succ[i];
			if (scc->comp_of[caller] < scc->comp_of[fn] || (scc->comp_of[caller] != scc->comp_of[fn] && !pass->remade[caller]))
				pass->dirty[caller] = TRUE;
		}
}

typedef struct {
	const Pass *pass;
	LoIndirect *now;
} Check;

static void check(guint32 fn, gpointer worker, gpointer data)
{
	const Check *c = data;
	const LoSummary *sum = c->pass->s->all[fn];

	(void)worker;
	for (guint i = 0; sum && !c->pass->dirty[fn] && i < sum->events->len; i++)
		c->pass->dirty[fn] = lo_indirect_differs(c->pass->indirect, c->now, &LO_AT(sum->events, LoEvent, i), c->pass->changed);
}

static void mark_indirect(Pass *pass)
{
	LoSummaries *s = pass->s;
	Check c = { pass, lo_indirect_new(s->vals, s->all, s->n) };

	lo_vals_share(s->vals, TRUE);
	lo_threads_share(s->n, check, &c);
	lo_vals_share(s->vals, FALSE);
	lo_indirect_free(pass->indirect);
	pass->indirect = c.now;
}

static gpointer find_callers(gpointer data)
{
	return lo_summaries_callers(data);
}

/* FALSE: all has been interpreted with what all has turned out to be; `settled`: pointers lead to no more than before. */
static gboolean prepare_next(Pass *pass, gboolean settled)
{
	LoSummaries *s = pass->s;
	guint n = 0;

	if (!pass->dirty)
		pass->dirty = g_new(guint8, s->n + 1);
	memset(pass->dirty, 0, s->n);
	lo_graph_free(pass->callers);
	GThread *callers = g_thread_new("callers", find_callers, s);
	if (!settled && !lo_vals_is_user(s->vals))	/* these are followed from main() on, with what pointers hold there */
		mark_indirect(pass);
	pass->callers = g_thread_join(callers);
	mark_late(pass);
	for (guint32 i = 0; i < s->n; i++)
		n += pass->dirty[i];
	g_debug("%u functions again", n);
	return n > 0;
}

/* If even these passes were too few: an event that stands for one that its function has no more stands for itself. */
static void drop_dangling(LoSummaries *s)
{
	for (guint32 fn = 0; fn < s->n; fn++)
		for (guint i = 0; s->all[fn] && i < s->all[fn]->events->len; i++) {
			LoEvent *ev = &LO_AT(s->all[fn]->events, LoEvent, i);
			const LoSummary *via = ev->inherited ? s->all[ev->via_fn] : NULL;
			if (ev->inherited && (!via || ev->via_event >= via->events->len))
				ev->inherited = FALSE;
		}
}

LoSummaries *lo_summaries_new(LoProgram *p, const LoModel *model)
{
	LoSummaries *s = g_new0(LoSummaries, 1);

	s->program = p;
	s->vals = lo_vals_new(p, model);
	s->n = p->fns->len;
	s->all = g_new0(LoSummary *, s->n + 1);
	s->calls = g_array_new(FALSE, FALSE, sizeof(LoPair));
	for (LoFnId i = 0; i < s->n; i++)
		lo_summaries_add_calls(s->vals, i, s->calls);
	g_autoptr(LoGraph) g = lo_graph_new(s->n, s->calls);
	g_autoptr(LoScc) scc = lo_scc_new(g);
	Pass pass = { .s = s, .scc = scc, .callers = lo_summaries_callers(s), .changed = g_new(guint8, s->n + 1),
		      .remade = g_new(guint8, s->n + 1) };
	run_pass(&pass);
	for (guint i = 1; i < MAX_PASSES && prepare_next(&pass, i > MAX_INDIRECT); i++)
		run_pass(&pass);
	drop_dangling(s);
	lo_indirect_free(pass.indirect);
	lo_graph_free(pass.callers);
	g_free(pass.dirty);
	g_free(pass.changed);
	g_free(pass.remade);
	return s;
}

static void free_one(guint32 i, gpointer worker, gpointer data)
{
	const LoSummaries *s = data;

	(void)worker;
	lo_summary_free(s->all[i]);
}

void lo_summaries_free(LoSummaries *s)
{
	if (!s)
		return;
	if (s->all)
		lo_threads_share(s->n, free_one, s);
	g_free(s->all);
	g_array_unref(s->calls);
	lo_vals_free(s->vals);
	lo_program_free(s->program);
	g_free(s);
}
