/*
 * The abstract interpreter: runs a body over disjuncts of states, applying
 * summaries of callees, and records what happens under which held locks.
 */
#include "summary/interp.h"
#include "summary/zeroed.h"

#include "summary/before.h"
#include "summary/misuse.h"
#include "summary/running.h"

#include <string.h>

#define MAX_DISJUNCTS 16
#define MAX_CAREFUL_DISJUNCTS 40	/* where values are told apart, too */
#define MAX_CASES_EXCLUDED 6	/* of a switch, where it goes to the default: facts are few */
#define BUDGET 6000		/* states processed per body; beyond, the summary is truncated */

/* ---- values of terms ---- */

/* Pointers that we have not seen set most often are set where we don't look. */
LoVal lo_zero_number(const LoRun *run, const LoState *s, LoVal addr)
{
	const LoValue *a = lo_val(run->vals, addr);

	if (!s->n_zeroed || a->kind != LO_V_FIELD || *lo_program_field(run->program, a->b)->type == '*' ||
	    !lo_state_is_zero(run->vals, s, addr))
		return LO_VAL_NONE;
	return lo_val_const(run->vals, 0);
}

LoVal lo_load_known(LoRun *run, const LoState *s, LoVal addr)
{
	const LoValue *a = lo_val(run->vals, addr);
	LoVal m;

	if (a->kind == LO_V_LOCAL && a->a == run->fn)
		return s->env[a->b];
	m = lo_state_get_mem(s, addr);
	if (!m)
		m = lo_zero_number(run, s, addr);
	return m ? m : lo_val_load(run->vals, addr);
}

LoVal lo_eval(LoRun *run, const LoState *s, LoTermId id)
{
	LoVals *vals = run->vals;

	if (id == LO_NO_TERM)
		return LO_VAL_NONE;
	const LoTerm t = LO_AT(run->body->ir->terms, LoTerm, id);
	switch ((LoTermKind)t.kind) {
	case LO_TERM_CONST: return lo_val_const(vals, t.k);
	case LO_TERM_STRING: return lo_val_str(vals, lo_func_str(run->body->ir, t.a));
	case LO_TERM_LOCAL: return s->env[t.a];
	case LO_TERM_LOCAL_ADDR: return lo_val_local(vals, run->fn, t.a);
	case LO_TERM_GLOBAL: return lo_val_var(vals, run->body->var_of_sym[t.a]);
	case LO_TERM_FUNC: return lo_val_fn(vals, run->body->fn_of_sym[t.a]);
	case LO_TERM_FIELD: return lo_val_field(vals, lo_eval(run, s, t.a), run->body->field_of[t.b]);
	case LO_TERM_INDEX: return lo_val_element(vals, lo_eval(run, s, t.a), lo_eval(run, s, t.b));
	case LO_TERM_LOAD: return lo_load_known(run, s, lo_eval(run, s, t.a));
	case LO_TERM_CONTAINER: return lo_val_cont(vals, lo_eval(run, s, t.a), run->body->field_of[t.b]);
	case LO_TERM_NOT: return lo_val_not(vals, lo_eval(run, s, t.a));
	case LO_TERM_BINOP: return lo_val_bin(vals, t.op, lo_eval(run, s, t.a), lo_eval(run, s, t.b));
	case LO_TERM_UNKNOWN:
	case LO_TERM__N: break;
	}
	return LO_VAL_NONE;
}

/* A record assigned: what is known of its members goes along. */
static void copy_parts(LoRun *run, LoState *s, guint32 from, guint32 to)
{
	LoVal source = lo_val_local(run->vals, run->fn, from), target = lo_val_local(run->vals, run->fn, to);
	guint n = s->n_mem;

	for (guint i = 0; i < n; i++) {
		const LoValue a = *lo_val(run->vals, s->mem[i].addr);
		if (a.kind == LO_V_FIELD && a.a == source && s->n_mem < LO_MAX_MEM)
			lo_state_set_mem(s, lo_val_field(run->vals, target, a.b), s->mem[i].value);
	}
}

/* ---- instructions ---- */

/* Is this the new object that a model's `init ret` names? */
static gboolean is_initialised(const LoRun *run, LoVal v)
{
	for (guint i = 0; i < run->out->inits->len; i++) {
		LoVal lock = LO_AT(run->out->inits, LoInitFact, i).lock;
		if (lock == v || (lo_val(run->vals, lock)->kind == LO_V_INDEX && lo_val(run->vals, lock)->a == v))
			return TRUE;
	}
	return FALSE;
}

/* What the threads of a program tell each other by memory. */
static gboolean is_told(LoValKind kind)
{
	return kind == LO_V_CONST || kind == LO_V_VAR || kind == LO_V_FN || kind == LO_V_LOCAL || kind == LO_V_OPAQUE ||
		kind == LO_V_FIELD || kind == LO_V_INDEX || kind == LO_V_PARAM || kind == LO_V_LOAD;
}

static void record_one_store(LoRun *run, LoVal addr, LoVal value)
{
	const LoValue v = *lo_val(run->vals, value);
	LoStoreFact f = { lo_slot_of(run->vals, lo_val_load(run->vals, addr)), addr, value };
	gboolean user = run->careful && is_told(v.kind) && !(v.kind == LO_V_LOAD && v.flags & LO_VF_LOOP);
	gboolean pointer = ((v.kind == LO_V_OPAQUE || v.kind == LO_V_LOCAL) && is_initialised(run, value)) || v.kind == LO_V_FN ||
		v.kind == LO_V_PARAM || v.kind == LO_V_FIELD || v.kind == LO_V_VAR || user ||
		(v.kind == LO_V_LOAD && lo_slot_of(run->vals, value) != LO_NO_ID);

	if (!pointer || (!user && f.slot == LO_NO_ID && lo_val(run->vals, addr)->kind != LO_V_VAR))
		return;
	for (guint i = 0; i < run->out->stores->len; i++) {
		const LoStoreFact *o = &LO_AT(run->out->stores, LoStoreFact, i);
		if (o->slot == f.slot && o->value == f.value && o->addr == f.addr)
			return;
	}
	if (run->out->stores->len < 512)
		g_array_append_val(run->out->stores, f);
}

void lo_record_store(LoRun *run, LoVal addr, LoVal value)
{
	LoVal values[8];
	guint n = lo_val_alternatives(run->vals, value, values);

	for (guint i = 0; i < n; i++)
		record_one_store(run, addr, values[i]);
}

static void do_store(LoRun *run, LoState *s, const LoInstr *in, guint32 at)
{
	LoVal addr = lo_eval(run, s, in->addr), value = lo_eval(run, s, in->value);
	const LoValue a = *lo_val(run->vals, addr);

	if (a.kind == LO_V_LOCAL && a.a == run->fn) {
		s->env[a.b] = value;
		return;
	}
	lo_state_note_written(run->vals, s, addr);
	lo_note_modified(run, addr);
	lo_zeroed_store(run->vals, s, addr);
	lo_state_set_mem(s, addr, value);
	lo_apply_counter(run, s, addr, value);
	lo_record_store(run, addr, value);
	if (in->text) {
		LoCallSite c = { .run = run, .s = s, .in = in, .instr = at, .callee = LO_NO_ID };
		lo_apply_store_macro(&c, addr);
	}
}

static void do_set(LoRun *run, LoState *s, const LoInstr *in)
{
	const LoTerm *t = in->value != LO_NO_TERM ? &LO_AT(run->body->ir->terms, LoTerm, in->value) : NULL;

	if (t && t->kind == LO_TERM_LOCAL && s->env[t->a] == LO_VAL_NONE)
		copy_parts(run, s, t->a, in->slot);
	s->env[in->slot] = lo_eval(run, s, in->value);
}

static void arrive(LoRun *run, LoState *s, guint32 block);

static void leave(LoRun *run, LoState *s, const LoBlock *b);

/* Runs a state from an instruction on; it is consumed. Calls that return in several ways fork. */
static void run_from(LoRun *run, LoState *s, const LoBlock *b, guint32 at)
{
	const LoFunc *ir = run->body->ir;

	for (; at < b->first_instr + b->n_instrs; at++) {
		const LoInstr *in = &LO_AT(ir->instrs, LoInstr, at);
		if (in->kind == LO_INSTR_SET) {
			do_set(run, s, in);
			continue;
		}
		if (in->kind == LO_INSTR_STORE) {
			do_store(run, s, in, at);
			continue;
		}
		if (in->kind != LO_INSTR_CALL)
			continue;
		LoVal args[64];
		LoCallSite c = { .run = run, .s = s, .in = in, .instr = at, .callee = LO_NO_ID, .args = args,
				 .n_args = MIN(in->n_args, G_N_ELEMENTS(args)) };
		for (guint i = 0; i < c.n_args; i++)
			args[i] = lo_eval(run, s, LO_AT(ir->args, LoTermId, in->first_arg + i));
		c.target = lo_eval(run, s, in->addr);
		c.next = g_ptr_array_new();
		lo_do_call(&c);
		g_autoptr(GPtrArray) next = c.next;
		if (!next->len)
			return;
		for (guint i = 1; i < next->len; i++) {
			if (run->budget)
				run->budget--;
			if (run->budget)
				run_from(run, g_ptr_array_index(next, i), b, at + 1);
			else
				g_free(g_ptr_array_index(next, i));
		}
		s = g_ptr_array_index(next, 0);
	}
	leave(run, s, b);
}

/* ---- ends of blocks ---- */

static void do_return(LoRun *run, LoState *s, const LoBlock *b)
{
	const LoTerm *t = b->cond != LO_NO_TERM ? &LO_AT(run->body->ir->terms, LoTerm, b->cond) : NULL;
	LoVal ret = lo_eval(run, s, b->cond);

	lo_note_return(run, s, (guint32)(b - &LO_AT(run->body->ir->blocks, LoBlock, 0)), ret);
	lo_note_exit(run, s, ret, t && t->kind == LO_TERM_LOCAL && !ret ? (gint32)t->a : -1);
	g_free(s);
}

/* A pointer, or a member of what one leads to: the same of two objects? */
static gboolean is_same_of_two(const LoVals *vals, LoVal a, LoVal b)
{
	const LoValue *x = lo_val(vals, a), *y = lo_val(vals, b);

	if (a == b || x->kind != y->kind)
		return FALSE;
	if (x->kind != LO_V_LOAD)
		return x->kind == LO_V_PARAM || x->kind == LO_V_VAR || x->kind == LO_V_FIELD;
	x = lo_val(vals, x->a);
	y = lo_val(vals, y->a);
	return x->kind == y->kind && (x->kind == LO_V_FIELD ? x->b == y->b : x->kind == LO_V_VAR || x->kind == LO_V_INDEX);
}

static void note_sorting(LoRun *run, LoVal cond)
{
	const LoValue *v = lo_val(run->vals, cond);

	while (v->kind == LO_V_NOT)
		v = lo_val(run->vals, v->a);
	if (v->kind == LO_V_BIN && v->op >= LO_BINOP_LT && v->op <= LO_BINOP_GE && is_same_of_two(run->vals, v->a, v->b))
		run->out->sorts = TRUE;
}

static void do_branch(LoRun *run, LoState *s, const LoBlock *b)
{
	const guint32 *to = &LO_AT(run->body->ir->targets, guint32, b->first_target);
	LoVal cond = lo_eval(run, s, b->cond);
	LoState *other = lo_state_copy(s);

	note_sorting(run, cond);
	if (lo_state_assume(run->vals, s, cond, TRUE))
		arrive(run, s, to[0]);
	else
		g_free(s);
	if (lo_state_assume(run->vals, other, cond, FALSE))
		arrive(run, other, to[1]);
	else
		g_free(other);
}

static gboolean case_possible(LoRun *run, LoState *s, LoVal v, const LoCase *k)
{
	const LoValue x = *lo_val(run->vals, v);

	if (x.kind == LO_V_CONST)
		return x.k >= k->lo && x.k <= k->hi;
	if (k->lo != k->hi)
		return TRUE;
	return lo_state_assume(run->vals, s, lo_val_bin(run->vals, LO_BINOP_EQ, v, lo_val_const(run->vals, k->lo)), TRUE);
}

/* None of the cases but `taken`; FALSE when it must be one of the others. */
static gboolean exclude_cases(LoRun *run, LoState *s, LoVal v, const LoBlock *b, guint taken)
{
	guint n = b->n_targets - 1;

	for (guint i = 0; n <= MAX_CASES_EXCLUDED && i < n; i++) {
		const LoCase *k = &LO_AT(run->body->ir->cases, LoCase, b->first_case + i);
		if (i != taken && k->lo == k->hi &&
		    !lo_state_assume(run->vals, s, lo_val_bin(run->vals, LO_BINOP_EQ, v, lo_val_const(run->vals, k->lo)), FALSE))
			return FALSE;
	}
	return TRUE;
}

static void do_switch(LoRun *run, LoState *s, const LoBlock *b)
{
	const LoFunc *ir = run->body->ir;
	const guint32 *to = &LO_AT(ir->targets, guint32, b->first_target);
	LoVal v = lo_eval(run, s, b->cond);
	gboolean constant = lo_val(run->vals, v)->kind == LO_V_CONST, taken = FALSE;

	for (guint i = 0; i + 1 < b->n_targets; i++) {
		LoState *branch = lo_state_copy(s);
		/* said of each, so that it stays when cases are joined */
		if (exclude_cases(run, branch, v, b, i) && case_possible(run, branch, v, &LO_AT(ir->cases, LoCase, b->first_case + i))) {
			arrive(run, branch, to[i]);
			taken = TRUE;
		} else {
			g_free(branch);
		}
	}
	if (constant ? taken : !exclude_cases(run, s, v, b, G_MAXUINT))
		g_free(s);
	else
		arrive(run, s, to[b->n_targets - 1]);
}

static void leave(LoRun *run, LoState *s, const LoBlock *b)
{
	const GArray *targets = run->body->ir->targets;

	switch ((LoExitKind)b->exit) {
	case LO_EXIT_JUMP: arrive(run, s, LO_AT(targets, guint32, b->first_target)); return;
	case LO_EXIT_BRANCH: do_branch(run, s, b); return;
	case LO_EXIT_SWITCH: do_switch(run, s, b); return;
	case LO_EXIT_CHOICE:
		for (guint i = 0; i < b->n_targets; i++)
			arrive(run, lo_state_copy(s), LO_AT(targets, guint32, b->first_target + i));
		g_free(s);
		return;
	case LO_EXIT_RETURN: do_return(run, s, b); return;
	case LO_EXIT_NONE: g_free(s); return;
	}
}

/* ---- the walk over blocks ---- */

/* In a loop, not what is got from memory either: a list would have no end. */
static gboolean is_definite(const LoVals *vals, LoVal id, gboolean loop)
{
	const LoValue *v = lo_val(vals, id);

	if (loop && v->flags & LO_VF_LOAD)
		return FALSE;
	return v->kind != LO_V_NONE && v->kind != LO_V_OPAQUE && v->kind != LO_V_EITHER;
}

/* Other threads run, or a small program's locals have other values: not one disjunct. */
static gboolean is_kept_apart(const LoRun *run, const LoState *a, const LoState *b, gboolean loop)
{
	if (!lo_same_threads(a, b))
		return TRUE;
	for (guint32 i = 0; run->careful && i < a->n_env; i++)
		if (a->env[i] != b->env[i] && is_definite(run->vals, a->env[i], loop) && is_definite(run->vals, b->env[i], loop))
			return TRUE;
	return FALSE;
}

/* A state reaches a block: joined with the disjunct of equal locks, or a new one. Consumes it. */
static void arrive(LoRun *run, LoState *s, guint32 block)
{
	GPtrArray *states = run->blocks[block];
	gboolean changed = FALSE;

	if (run->flow.loop_head[block])
		lo_state_forget_loop(run->vals, s);
	lo_join_in_loop(run, s, block);
	for (guint i = 0; i < states->len; i++) {
		LoState *o = g_ptr_array_index(states, i);
		if (!lo_state_same_locks(o, s) || (states->len < MAX_DISJUNCTS - 2 && is_kept_apart(run, o, s, run->flow.loop_head[block])))
			continue;
		changed = lo_state_join(run->vals, o, s, run->fn, block, run->flow.loop_head[block]);
		g_free(s);
		if (changed) {
			o->done = FALSE;
			run->waiting[run->flow.rank[block]] = TRUE;
		}
		return;
	}
	if (states->len >= (run->careful ? MAX_CAREFUL_DISJUNCTS : MAX_DISJUNCTS)) {
		run->out->truncated = TRUE;
		g_free(s);
		return;
	}
	s->done = FALSE;
	g_ptr_array_add(states, s);
	run->waiting[run->flow.rank[block]] = TRUE;
}

static void walk(LoRun *run)
{
	guint32 n = run->body->ir->blocks->len;

	for (guint32 at = 0; at < n;) {
		if (!run->waiting[at]) {
			at++;
			continue;
		}
		guint32 block = run->flow.block_at[at];
		GPtrArray *states = run->blocks[block];
		run->waiting[at] = FALSE;
		for (guint i = 0; i < states->len; i++) {
			LoState *s = g_ptr_array_index(states, i);
			if (s->done)
				continue;
			if (!run->budget) {
				run->out->truncated = TRUE;
				return;
			}
			run->budget--;
			s->done = TRUE;
			run_from(run, lo_state_copy(s), &LO_AT(run->body->ir->blocks, LoBlock, block),
				 LO_AT(run->body->ir->blocks, LoBlock, block).first_instr);
		}
		/* a jump back: what it leads to comes first */
		for (guint32 back = 0; back < at; back++)
			if (run->waiting[back])
				at = back;
	}
}

/* A body of inline assembly that only reads its operands has nothing to show; one that returns what it reads is C. */
static gboolean is_assembly(const LoFunc *ir)
{
	if (ir->instrs->len)
		return FALSE;
	for (guint i = 0; i < ir->blocks->len; i++) {
		const LoBlock *b = &LO_AT(ir->blocks, LoBlock, i);
		if (b->exit == LO_EXIT_RETURN && b->cond != LO_NO_TERM && LO_AT(ir->terms, LoTerm, b->cond).kind != LO_TERM_CONST)
			return FALSE;
	}
	return TRUE;
}

static LoState *entry_state(LoRun *run)
{
	LoState *s = lo_state_new(run->body->ir->locals->len);

	for (guint32 i = 0; i < run->body->ir->locals->len; i++)
		s->env[i] = i < run->body->ir->n_params ? lo_val_param(run->vals, i) : LO_VAL_NONE;
	if (is_assembly(run->body->ir))
		s->written = G_MAXUINT32;
	return s;
}

static void run_free(LoRun *run)
{
	for (guint i = 0; i < run->body->ir->blocks->len; i++)
		g_ptr_array_unref(run->blocks[i]);
	g_free(run->blocks);
	g_free(run->waiting);
	lo_flow_clear(&run->flow);
	g_hash_table_unref(run->seen_events);
	g_hash_table_unref(run->released);
	g_hash_table_unref(run->acquired);
	g_array_unref(run->returns);
	g_hash_table_unref(run->modified);
	g_hash_table_unref(run->seen_callees);
	g_array_unref(run->misuses);
	g_array_unref(run->loop_joins);
}

static const LoSummary *find_in_array(LoFnId fn, gpointer data)
{
	LoSummary *const *all = data;

	return all[fn];
}

LoKnownSummaries lo_known_summaries(LoSummary **all)
{
	return (LoKnownSummaries){ find_in_array, all };
}

const LoSummary *lo_find_summary(const LoRun *run, LoFnId fn)
{
	return run->known.find(fn, run->known.data);
}

LoSummary *lo_interpret(LoVals *vals, LoFnId fn, LoKnownSummaries known, LoIndirect *indirect)
{
	LoProgram *p = lo_vals_program(vals);
	LoRun run = { .vals = vals, .program = p, .model = lo_vals_model(vals), .known = known, .indirect = indirect, .fn = fn,
		      .body = lo_program_fn(p, fn), .out = lo_summary_new(), .budget = BUDGET };

	run.careful = lo_vals_is_small(vals);
	guint n = run.body->ir->blocks->len;

	run.blocks = g_new(GPtrArray *, n);
	for (guint i = 0; i < n; i++)
		run.blocks[i] = g_ptr_array_new_with_free_func(g_free);
	run.waiting = g_new0(guint8, n + 1);
	lo_flow_init(&run.flow, run.body->ir);
	run.seen_events = g_hash_table_new(NULL, NULL);
	run.released = g_hash_table_new(NULL, NULL);
	run.acquired = g_hash_table_new(NULL, NULL);
	run.returns = lo_returns_new();
	run.modified = g_hash_table_new(NULL, NULL);
	run.misuses = lo_misuse_places_new();
	run.seen_callees = g_hash_table_new(NULL, NULL);
	lo_find_loop_joins(&run);
	if (n)
		arrive(&run, entry_state(&run), 0);
	walk(&run);
	lo_drop_unbalanced_exits(&run);
	lo_summarise_modified(&run);
	lo_find_leaks(&run);
	lo_record_befores(&run);
	lo_misuse_finish(&run);
	run_free(&run);
	run.out->done = TRUE;
	return run.out;
}
