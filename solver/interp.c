/*
 * The abstract interpreter: runs a body over disjuncts of states, applying
 * summaries of callees, and records what happens under which held locks.
 */
#include "solver/interp.h"
#include "solver/running.h"

#include <string.h>

#define MAX_DISJUNCTS 16
#define MAX_EXITS 12
#define MAX_OPENS 96
#define MAX_UNSURE 3
#define BUDGET 6000		/* states processed per body; beyond, the summary is truncated */

LoSummary *lo_summary_new(void)
{
	LoSummary *s = g_new0(LoSummary, 1);

	s->events = g_array_new(FALSE, FALSE, sizeof(LoEvent));
	s->exits = g_array_new(FALSE, FALSE, sizeof(LoExit));
	s->helds = g_array_new(FALSE, FALSE, sizeof(LoHeld));
	s->vals = g_array_new(FALSE, FALSE, sizeof(LoVal));
	s->opens = g_array_new(FALSE, FALSE, sizeof(guint32));
	s->inits = g_array_new(FALSE, FALSE, sizeof(LoInitFact));
	s->stores = g_array_new(FALSE, FALSE, sizeof(LoStoreFact));
	s->regs = g_array_new(FALSE, FALSE, sizeof(LoRegFact));
	s->running = g_array_new(FALSE, FALSE, sizeof(LoRunning));
	s->thread_sets = g_array_new(FALSE, TRUE, sizeof(LoThreadSet));
	g_array_set_size(s->thread_sets, 1);
	return s;
}

void lo_summary_free(LoSummary *s)
{
	if (!s)
		return;
	g_array_unref(s->events);
	g_array_unref(s->exits);
	g_array_unref(s->helds);
	g_array_unref(s->vals);
	g_array_unref(s->opens);
	g_array_unref(s->inits);
	g_array_unref(s->stores);
	g_array_unref(s->regs);
	g_array_unref(s->running);
	g_array_unref(s->thread_sets);
	g_free(s);
}

/* ---- values of terms ---- */

LoVal lo_load_known(LoRun *run, const LoState *s, LoVal addr)
{
	const LoValue *a = lo_val(run->vals, addr);
	LoVal m;

	if (a->kind == LO_V_LOCAL && a->a == run->fn)
		return s->env[a->b];
	m = lo_state_get_mem(s, addr);
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

gpointer lo_lock_place(const LoVals *vals, LoVal lock)
{
	lock = lo_val_base_lock(vals, lock);
	const LoValue *v = lo_val(vals, lock);

	return v->kind == LO_V_FIELD ? GSIZE_TO_POINTER((gsize)1 << 32 | v->b) : GUINT_TO_POINTER(lock);
}

void lo_note_acquired(LoRun *run, LoVal lock)
{
	g_hash_table_add(run->acquired, lo_lock_place(run->vals, lock));
}

void lo_release(LoCallSite *c, LoState *s, LoVal lock)
{
	g_hash_table_add(c->run->released, lo_lock_place(c->run->vals, lock));
	lo_state_release(c->run->vals, s, lock);
}

void lo_release_maybe(LoCallSite *c, LoState *s, LoVal lock)
{
	if (lo_state_find_held(c->run->vals, s, lock) >= 0)
		g_hash_table_add(c->run->released, lo_lock_place(c->run->vals, lock));
	lo_state_release_maybe(c->run->vals, s, lock);
}

/* ---- events ---- */

static guint32 hash_event(const LoEvent *ev, const LoState *s)
{
	guint64 h = ev->kind * 31 + ev->hold * 7 + ev->wait;

	h = (h ^ ev->instr) * 0x9e3779b97f4a7c15ull;
	h = (h ^ (h >> 30) ^ ev->lock) * 0xff51afd7ed558ccdull;
	h = (h ^ (h >> 30) ^ ev->callee) * 0xff51afd7ed558ccdull;
	h = (h ^ (h >> 30) ^ ev->slot ^ (guint64)ev->via_event << 32) * 0xff51afd7ed558ccdull;
	for (guint i = 0; i < s->n_held; i++)
		h = (h ^ (h >> 30) ^ s->held[i].lock ^ s->held[i].hold << 28) * 0xff51afd7ed558ccdull;
	for (guint i = 0; i < s->n_dropped; i++)
		h = (h ^ (h >> 30) ^ s->dropped[i]) * 0xc4ceb9fe1a85ec53ull;
	return (h ^ (guint64)ev->threads << 37) * 0x9e3779b97f4a7c15ull >> 32;
}

/* A parameter, its negation or its comparison with a constant: what a caller's constant decides. */
static gboolean is_plain_condition(const LoVals *vals, LoVal id)
{
	const LoValue *v = lo_val(vals, id);

	if (v->kind == LO_V_NOT)
		return is_plain_condition(vals, v->a);
	if (v->kind == LO_V_BIN && lo_val(vals, v->b)->kind == LO_V_CONST)
		return is_plain_condition(vals, v->a);
	return v->kind == LO_V_PARAM;
}

static void set_conditions(const LoRun *run, const LoState *s, LoEvent *ev)
{
	guint n = 0;

	for (guint i = s->n_facts; i-- > 0 && n < LO_EVENT_CONDS;)
		if (s->facts[i].mask != LO_MASK_ANY && is_plain_condition(run->vals, s->facts[i].v))
			ev->conds[n++] = (LoCondition){ s->facts[i].v, s->facts[i].mask };
}

/* The same event on another path: only what is so on both stays. */
static void join_conditions(const LoRun *run, const LoState *s, LoEvent *ev)
{
	for (guint i = 0; i < LO_EVENT_CONDS; i++) {
		LoCondition *c = &ev->conds[i];
		if (!c->v)
			continue;
		c->mask |= lo_state_mask(run->vals, s, c->v);
		if (c->mask == LO_MASK_ANY)
			c->v = LO_VAL_NONE;
	}
}

/* Records it with the state's context, once per distinct context; the index in events. */
guint32 lo_record_event(LoCallSite *c, LoEvent ev)
{
	LoSummary *out = c->run->out;
	const LoState *s = c->s;
	guint8 inner_irq = ev.irq;

	ev.instr = c->instr;
	ev.line = c->in->line;
	ev.irq = lo_irq_bits(&s->irq);
	if (ev.inherited)
		ev.irq = lo_irq_nest(ev.irq, inner_irq);
	ev.threads = lo_record_threads(out, s);
	gpointer key = GUINT_TO_POINTER(hash_event(&ev, s) | 1u);
	guint32 seen = GPOINTER_TO_UINT(g_hash_table_lookup(c->run->seen_events, key));
	if (seen) {
		LoEvent *old = &LO_AT(out->events, LoEvent, seen - 1);
		join_conditions(c->run, s, old);
		old->irq = lo_irq_join_bits(old->irq, ev.irq);
		return seen - 1;
	}
	set_conditions(c->run, s, &ev);
	ev.first_held = out->helds->len;
	ev.n_held = s->n_held;
	g_array_append_vals(out->helds, s->held, s->n_held);
	ev.first_dropped = out->vals->len;
	ev.n_dropped = s->n_dropped;
	g_array_append_vals(out->vals, s->dropped, s->n_dropped);
	ev.first_arg = out->vals->len;
	ev.n_args = c->n_args;
	g_array_append_vals(out->vals, c->args, c->n_args);
	g_array_append_val(out->events, ev);
	g_hash_table_insert(c->run->seen_events, key, GUINT_TO_POINTER(out->events->len));
	return out->events->len - 1;
}

/* ---- calls ---- */

LoVal lo_fresh_result(LoCallSite *c, LoState *s)
{
	LoVal v = lo_val_opaque(c->run->vals, c->run->fn, c->instr, FALSE);

	lo_state_forget(c->run->vals, s, v);
	return v;
}

void lo_set_result(LoCallSite *c, LoState *s, LoVal v)
{
	if (c->in->slot != LO_NO_SLOT)
		s->env[c->in->slot] = v;
}

typedef struct {
	const LoRun *run;
	const LoState *s;
} Memory;

/* What the caller's locals, and what it stored, hold at the call. */
static LoVal load_known(LoVal addr, gconstpointer data)
{
	const Memory *m = data;
	const LoValue *a = lo_val(m->run->vals, addr);

	if (a->kind == LO_V_LOCAL && a->a == m->run->fn)
		return m->s->env[a->b];
	return lo_state_get_mem(m->s, addr);
}

static LoVal subst(LoCallSite *c, LoVal v)
{
	Memory m = { c->run, c->s };

	return lo_val_subst_in(c->run->vals, v, c->args, c->n_args, c->run->fn, c->instr, c->s ? load_known : NULL, &m);
}

/* Is a member of the local known? Then it is a record, not a value of its own. */
static gboolean has_parts(LoRun *run, const LoState *s, guint32 slot)
{
	LoVal base = lo_val_local(run->vals, run->fn, slot);

	for (guint i = 0; i < s->n_mem; i++) {
		const LoValue *a = lo_val(run->vals, s->mem[i].addr);
		if (a->kind == LO_V_FIELD && a->a == base)
			return TRUE;
	}
	return FALSE;
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

/* Locals whose address is given away may come back changed. */
static void clobber_outs(LoCallSite *c, LoState *s)
{
	for (guint i = 0; i < c->n_args; i++) {
		const LoValue *a = lo_val(c->run->vals, c->args[i]);
		if (a->kind == LO_V_LOCAL && a->a == c->run->fn) {
			guint32 slot = a->b;
			if (has_parts(c->run, s, slot))
				continue;
			LoVal v = lo_val_opaque(c->run->vals, c->run->fn, (c->instr + 1) * 64 + i % 64 + (3u << 29), FALSE);
			lo_state_forget(c->run->vals, s, v);
			s->env[slot] = v;
		}
	}
}

void lo_put_out(LoCallSite *c, LoState *s, LoVal addr, LoVal value)
{
	const LoValue a = *lo_val(c->run->vals, addr);

	if (a.kind == LO_V_LOCAL && a.a == c->run->fn)
		s->env[a.b] = value;
	else
		lo_state_set_mem(s, addr, value);
}

static gboolean exit_possible(LoCallSite *c, LoState *s, const LoSummary *g, const LoExit *x)
{
	for (guint i = 0; i < x->n_conds; i++) {
		LoVal v = subst(c, LO_AT(g->vals, LoVal, x->first_cond + 2 * i));
		if (!lo_state_restrict(c->run->vals, s, v, LO_AT(g->vals, LoVal, x->first_cond + 2 * i + 1)))
			return FALSE;
	}
	return TRUE;
}

/* The threads that the callee started and waited for. */
static void apply_threads(LoCallSite *c, LoState *s, const LoSummary *g, const LoThreadSet *set)
{
	for (guint i = 0; i < set->n_joined; i++)
		lo_join_of_callee(c->run->vals, s, LO_AT(g->vals, LoVal, set->first_joined + i),
				  subst(c, LO_AT(g->vals, LoVal, set->first_joined + i)),
				  subst(c, lo_handle_address(c->run->vals, LO_AT(g->vals, LoVal, set->first_joined + i))));
	for (guint i = 0; i < set->n_running; i++) {
		const LoRunning *r = &LO_AT(g->running, LoRunning, set->first_running + i);
		lo_start_thread(s, subst(c, r->token), r->handle ? subst(c, r->handle) : LO_VAL_NONE, r->many);
	}
}

/* The caller's state after the callee returned this way; FALSE when it can't. */
static gboolean apply_exit(LoCallSite *c, LoState *s, const LoSummary *g, const LoExit *x, guint32 event, LoVal *result)
{
	LoVals *vals = c->run->vals;

	if (!exit_possible(c, s, g, x))
		return FALSE;
	for (guint i = 0; i < x->n_dropped; i++)
		lo_release(c, s, subst(c, LO_AT(g->vals, LoVal, x->first_dropped + i)));
	for (guint i = 0; i < x->n_maybe; i++)
		lo_release_maybe(c, s, subst(c, LO_AT(g->vals, LoVal, x->first_maybe + i)));
	for (guint i = 0; i < x->n_held; i++) {
		LoHeld h = LO_AT(g->helds, LoHeld, x->first_held + i);
		h.lock = subst(c, h.lock);
		if (h.lock == LO_VAL_NONE)
			continue;
		h.event = event;
		h.inner = TRUE;
		lo_note_acquired(c->run, h.lock);
		if (lo_state_find_held(vals, s, h.lock) < 0)
			lo_state_push(s, h);
	}
	if (lo_irq_call(&s->irq, &x->irq))
		lo_note_enabled(c, s);
	apply_threads(c, s, g, &LO_AT(g->thread_sets, LoThreadSet, x->threads));
	clobber_outs(c, s);
	for (guint i = 0; i < x->n_outs; i++)
		lo_put_out(c, s, subst(c, LO_AT(g->vals, LoVal, x->first_out + 2 * i)),
			   subst(c, LO_AT(g->vals, LoVal, x->first_out + 2 * i + 1)));
	for (guint i = 0; c->in->slot != LO_NO_SLOT && i < x->n_parts; i++) {
		LoVal at = lo_val_field(vals, lo_val_local(vals, c->run->fn, c->in->slot),
					LO_AT(g->vals, LoVal, x->first_part + 2 * i));
		lo_state_set_mem(s, at, subst(c, LO_AT(g->vals, LoVal, x->first_part + 2 * i + 1)));
	}
	if (x->n_parts) {
		lo_set_result(c, s, LO_VAL_NONE);
		return TRUE;
	}
	LoVal ret = x->ret ? subst(c, x->ret) : LO_VAL_NONE;
	if (ret == LO_VAL_NONE)
		ret = lo_fresh_result(c, s);
	if (x->mask != LO_MASK_ANY && !lo_state_restrict(vals, s, ret, x->mask))
		return FALSE;
	lo_set_result(c, s, ret);
	*result = ret;
	return TRUE;
}

static void inherit_opens(LoCallSite *c, const LoSummary *g, guint32 event);

/* The exits of a callee that can be, at this call. */
typedef struct {
	const LoSummary *g;
	const LoExit *exits[MAX_EXITS];
	LoState *states[MAX_EXITS];	/* after it */
	LoVal ret[MAX_EXITS];		/* the value returned */
	guint8 mask[MAX_EXITS];
	gboolean dead[MAX_EXITS];
	guint n;
} Returns;

static gboolean drops(const LoSummary *g, const LoExit *x, LoVal lock)
{
	for (guint i = 0; i < x->n_dropped; i++)
		if (LO_AT(g->vals, LoVal, x->first_dropped + i) == lock)
			return TRUE;
	return FALSE;
}

static gboolean holds(const LoSummary *g, const LoExit *x, LoVal lock)
{
	for (guint i = 0; i < x->n_held; i++)
		if (LO_AT(g->helds, LoHeld, x->first_held + i).lock == lock)
			return TRUE;
	return FALSE;
}

/* x holds nothing that o does not, and something is less. */
static gboolean holds_less(const LoSummary *g, const LoExit *x, const LoExit *o)
{
	for (guint i = 0; i < x->n_held; i++)
		if (!holds(g, o, LO_AT(g->helds, LoHeld, x->first_held + i).lock))
			return FALSE;
	return x->n_held < o->n_held;
}

static gboolean drops_held_extra(LoCallSite *c, const LoSummary *g, const LoExit *x, const LoExit *o)
{
	for (guint i = 0; i < x->n_dropped; i++) {
		LoVal lock = LO_AT(g->vals, LoVal, x->first_dropped + i);
		if (!drops(g, o, lock) && !holds(g, x, lock) && lo_state_find_held(c->run->vals, c->s, subst(c, lock)) >= 0)
			return TRUE;
	}
	return FALSE;
}

static gboolean drops_more(const LoSummary *g, const LoExit *x, const LoExit *o)
{
	for (guint i = 0; i < o->n_dropped; i++)
		if (!drops(g, x, LO_AT(g->vals, LoVal, o->first_dropped + i)))
			return FALSE;
	return x->n_dropped > o->n_dropped;
}

/* o's locks that x lacks become less sure; FALSE when one has been so too often. */
static gboolean grow_unsure(const Returns *r, const LoExit *x, const LoExit *o, LoState *s)
{
	for (guint i = 0; i < o->n_held; i++) {
		const LoHeld *h = &LO_AT(r->g->helds, LoHeld, o->first_held + i);
		if (holds(r->g, x, h->lock))
			continue;
		if (h->unsure >= MAX_UNSURE)
			return FALSE;
		/* the state's held locks end with the exit's, in order */
		guint at = s->n_held - MIN(s->n_held, o->n_held - i);
		if (at < s->n_held && s->held[at].unsure == h->unsure)
			s->held[at].unsure++;
	}
	return TRUE;
}

/* Of two ways that return some of the same values, `loser` keeps those that only it returns. */
static void yield_to(LoCallSite *c, Returns *r, guint loser, guint winner)
{
	r->mask[loser] &= ~r->mask[winner];
	r->dead[loser] = !r->mask[loser] ||
		!lo_state_restrict(c->run->vals, r->states[loser], r->ret[loser], r->mask[loser]);
}

/*
 * Two ways to return that the value does not tell apart, under a condition that we can't follow.
 * A lock that may have been taken is followed through MAX_UNSURE such returns (a lock helper, its
 * wrapper and the wrapper's), then counts as not taken; one that may have been released counts as
 * released where it is held here, else it is left to the callers ("maybe").
 */
static void settle_pair(LoCallSite *c, Returns *r, guint a, guint b)
{
	const LoExit *x = r->exits[a], *o = r->exits[b];

	if (r->dead[a] || r->dead[b] || !(r->mask[a] & r->mask[b]))
		return;
	if (drops_held_extra(c, r->g, x, o)) {
		yield_to(c, r, b, a);
	} else if (holds_less(r->g, x, o)) {
		if (!grow_unsure(r, x, o, r->states[b]))
			yield_to(c, r, b, a);
	} else if (drops_more(r->g, x, o) && x->n_held <= o->n_held && !drops_held_extra(c, r->g, o, x)) {
		yield_to(c, r, a, b);
		for (guint i = 0; i < x->n_dropped; i++)
			lo_state_release_maybe(c->run->vals, r->states[b], subst(c, LO_AT(r->g->vals, LoVal, x->first_dropped + i)));
	}
}

static void apply_summary(LoCallSite *c, const LoSummary *g, guint32 event)
{
	Returns r = { .g = g };

	for (guint i = 0; i < g->exits->len && r.n < MAX_EXITS; i++) {
		const LoExit *x = &LO_AT(g->exits, LoExit, i);
		LoState *s = lo_state_copy(c->s);
		LoVal ret = LO_VAL_NONE;
		if (!apply_exit(c, s, g, x, event, &ret)) {
			g_free(s);
			continue;
		}
		r.exits[r.n] = x;
		r.mask[r.n] = x->mask;
		r.ret[r.n] = ret;
		r.states[r.n++] = s;
	}
	for (guint a = 0; a < r.n; a++)
		for (guint b = 0; b < r.n; b++)
			if (a != b)
				settle_pair(c, &r, a, b);
	for (guint i = 0; i < r.n; i++)
		if (r.dead[i])
			g_free(r.states[i]);
		else
			g_ptr_array_add(c->next, r.states[i]);
	g_clear_pointer(&c->s, g_free);
}

static void apply_unknown(LoCallSite *c)
{
	clobber_outs(c, c->s);
	lo_set_result(c, c->s, lo_fresh_result(c, c->s));
	g_ptr_array_add(c->next, g_steal_pointer(&c->s));
}

/* A function whose unit was not scanned, and which says that it unlocks: the newest lock in an object given to it. */
static void release_by_name(LoCallSite *c, LoFnId callee)
{
	const LoFn *fn = lo_program_fn(c->run->program, callee);

	if (*fn->file || !strstr(fn->name, "unlock"))
		return;
	for (guint i = c->s->n_held; i-- > 0;) {
		LoVal lock = c->s->held[i].lock, object = lo_val_base_lock(c->run->vals, lock);
		for (const LoValue *v = lo_val(c->run->vals, object); v->kind == LO_V_FIELD; v = lo_val(c->run->vals, object))
			object = v->a;
		for (guint k = 0; k < c->n_args; k++)
			if (object && c->args[k] == object) {
				lo_release(c, c->s, lock);
				return;
			}
	}
}

static void call_direct(LoCallSite *c, LoFnId callee)
{
	const LoSummary *g = c->run->summaries[callee];
	guint32 event = lo_record_event(c, (LoEvent){ .kind = LO_EV_CALL, .callee = callee, .slot = LO_NO_ID });

	if (g && g->done) {
		inherit_opens(c, g, event);
		apply_summary(c, g, event);
	} else {
		release_by_name(c, callee);
		apply_unknown(c);
	}
}

static LoFieldId slot_of(LoVals *vals, LoVal target)
{
	const LoValue *t = lo_val(vals, target);

	if (t->kind != LO_V_LOAD)
		return LO_NO_ID;
	t = lo_val(vals, t->a);
	while (t->kind == LO_V_INDEX)
		t = lo_val(vals, t->a);
	return t->kind == LO_V_FIELD ? t->b : LO_NO_ID;
}

static void note_open(LoRun *run, guint32 event)
{
	GArray *opens = run->out->opens;

	for (guint i = 0; i < opens->len; i++)
		if (LO_AT(opens, guint32, i) == event)
			return;
	if (opens->len < MAX_OPENS)
		g_array_append_val(opens, event);
}

/* One function pointer that the call may go through. */
static void record_icall(LoCallSite *c, LoVal target)
{
	LoRun *run = c->run;
	const LoValue t = *lo_val(run->vals, target);
	LoEvent ev = { .kind = LO_EV_ICALL, .lock = target, .callee = LO_NO_ID, .slot = slot_of(run->vals, target) };

	if (t.kind == LO_V_CONST)
		return;
	if (t.kind == LO_V_FN) {
		ev.kind = LO_EV_CALL;
		ev.callee = t.a;
	}
	guint32 at = lo_record_event(c, ev);
	if (t.flags & LO_VF_PARAM)
		note_open(run, at);
}

static void call_indirect(LoCallSite *c)
{
	LoRun *run = c->run;
	LoFieldId slot = slot_of(run->vals, c->target);
	LoVal targets[8];

	if (slot != LO_NO_ID) {
		const LoFieldInfo *f = lo_program_field(run->program, slot);
		const LoPrimitive *prim = lo_model_slot(run->model, f->record, f->name);
		if (prim && lo_apply_primitive(c, prim))
			return;
	}
	guint n = lo_val_alternatives(run->vals, c->target, targets);
	for (guint i = 0; i < n; i++)
		record_icall(c, targets[i]);
	apply_unknown(c);
}

/* What the callee calls through its parameters, now that the arguments are known. */
static void inherit_target(LoCallSite *c, const LoSummary *g, const LoEvent *o, guint32 via, guint32 event, LoVal target)
{
	LoRun *run = c->run;
	const LoValue t = *lo_val(run->vals, target);
	LoEvent ev = *o;
	LoState *s = lo_state_copy(c->s), *saved = c->s;
	LoVal args[16], *saved_args = c->args;
	guint n_args = MIN(o->n_args, G_N_ELEMENTS(args)), n_saved = c->n_args;
	gboolean known = t.kind == LO_V_FN || (o->kind == LO_EV_INVOKE && !(t.flags & LO_VF_PARAM));

	if (!known && !(t.flags & LO_VF_PARAM)) {
		g_free(s);
		return;
	}
	ev.lock = target;
	ev.inherited = TRUE;
	if (ev.kind == LO_EV_ICALL)
		ev.slot = slot_of(run->vals, target);
	ev.via_fn = c->callee;
	ev.via_event = via;
	if (t.kind == LO_V_FN && o->kind == LO_EV_ICALL) {
		ev.kind = LO_EV_CALL;
		ev.callee = t.a;
	}
	for (guint i = 0; i < o->n_dropped; i++)
		lo_state_release(run->vals, s, subst(c, LO_AT(g->vals, LoVal, o->first_dropped + i)));
	for (guint i = 0; i < o->n_held; i++) {
		LoHeld h = LO_AT(g->helds, LoHeld, o->first_held + i);
		h.lock = subst(c, h.lock);
		h.event = event;
		h.inner = TRUE;
		if (h.lock)
			lo_state_push(s, h);
	}
	for (guint i = 0; i < n_args; i++)
		args[i] = subst(c, LO_AT(g->vals, LoVal, o->first_arg + i));
	c->s = s;
	c->args = args;
	c->n_args = n_args;
	guint32 at = lo_record_event(c, ev);
	if (ev.kind != LO_EV_CALL && t.flags & LO_VF_PARAM)
		note_open(run, at);
	c->s = saved;
	c->args = saved_args;
	c->n_args = n_saved;
	g_free(s);
}

static void inherit_one(LoCallSite *c, const LoSummary *g, const LoEvent *o, guint32 via, guint32 event)
{
	LoVal targets[8];
	guint n = lo_val_alternatives(c->run->vals, subst(c, o->lock), targets);

	for (guint i = 0; i < n; i++)
		inherit_target(c, g, o, via, event, targets[i]);
}

/* Does a caller know more of the lock than the function that initialises it? */
static gboolean is_open_init(const LoVals *vals, const LoInitFact *f)
{
	return (lo_val(vals, f->name)->flags | lo_val(vals, f->key)->flags) & LO_VF_PARAM ||
		lo_val(vals, lo_val_base_lock(vals, f->lock))->kind == LO_V_PARAM;
}

static void inherit_facts(LoCallSite *c, const LoSummary *g)
{
	LoRun *run = c->run;

	for (guint i = 0; i < g->inits->len; i++) {
		LoInitFact f = LO_AT(g->inits, LoInitFact, i);
		if (!is_open_init(run->vals, &f))
			continue;
		f.lock = subst(c, f.lock);
		f.name = subst(c, f.name);
		f.key = subst(c, f.key);
		f.fn = run->fn;
		f.line = c->in->line;
		if (run->out->inits->len < 256)
			g_array_append_val(run->out->inits, f);
	}
	for (guint i = 0; i < g->stores->len; i++) {
		LoStoreFact f = LO_AT(g->stores, LoStoreFact, i);
		if (!(lo_val(run->vals, f.value)->flags & LO_VF_PARAM))
			continue;
		f.value = subst(c, f.value);
		f.addr = subst(c, f.addr);
		if (f.value && run->out->stores->len < 512)
			g_array_append_val(run->out->stores, f);
	}
	for (guint i = 0; i < g->regs->len; i++) {
		LoRegFact f = LO_AT(g->regs, LoRegFact, i);
		guint8 flags = lo_val(run->vals, f.container)->flags | lo_val(run->vals, f.object)->flags;
		if (!(flags & LO_VF_PARAM))
			continue;
		f.container = subst(c, f.container);
		f.object = subst(c, f.object);
		for (guint k = 0; k < G_N_ELEMENTS(f.args); k++)
			f.args[k] = subst(c, f.args[k]);
		lo_add_reg(c, f);
	}
}

static void inherit_opens(LoCallSite *c, const LoSummary *g, guint32 event)
{
	/* once per call site: the facts do not depend on the state much */
	gpointer key = GUINT_TO_POINTER((c->instr << 1 | 1u) ^ 0x40000000u);

	if (!g_hash_table_contains(c->run->seen_events, key)) {
		g_hash_table_insert(c->run->seen_events, key, GUINT_TO_POINTER(1));
		inherit_facts(c, g);
	}
	for (guint i = 0; i < g->opens->len; i++) {
		guint32 via = LO_AT(g->opens, guint32, i);
		const LoEvent o = LO_AT(g->events, LoEvent, via);
		inherit_one(c, g, &o, via, event);
	}
}

static void do_call(LoCallSite *c)
{
	LoRun *run = c->run;
	const LoValue t = *lo_val(run->vals, c->target);

	if (t.kind == LO_V_FN) {
		c->callee = t.a;
		const LoPrimitive *prim = lo_vals_primitive(run->vals, t.a);
		if (prim && lo_apply_primitive(c, prim))
			return;
		if (c->in->flags & LO_CALL_NORETURN) {
			lo_record_event(c, (LoEvent){ .kind = LO_EV_CALL, .callee = c->callee, .slot = LO_NO_ID });
			g_clear_pointer(&c->s, g_free);
			return;
		}
		call_direct(c, t.a);
		return;
	}
	call_indirect(c);
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

static void record_one_store(LoRun *run, LoVal addr, LoVal value)
{
	const LoValue v = *lo_val(run->vals, value);
	LoStoreFact f = { slot_of(run->vals, lo_val_load(run->vals, addr)), addr, value };
	gboolean pointer = (v.kind == LO_V_OPAQUE && is_initialised(run, value)) || v.kind == LO_V_FN ||
		v.kind == LO_V_PARAM || v.kind == LO_V_FIELD || v.kind == LO_V_VAR ||
		(v.kind == LO_V_LOAD && slot_of(run->vals, value) != LO_NO_ID);

	if (!pointer || (f.slot == LO_NO_ID && lo_val(run->vals, addr)->kind != LO_V_VAR))
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

static void do_store(LoRun *run, LoState *s, const LoInstr *in)
{
	LoVal addr = lo_eval(run, s, in->addr), value = lo_eval(run, s, in->value);
	const LoValue a = *lo_val(run->vals, addr);

	if (a.kind == LO_V_LOCAL && a.a == run->fn) {
		s->env[a.b] = value;
		return;
	}
	lo_state_set_mem(s, addr, value);
	lo_apply_counter(run, s, addr, value);
	lo_record_store(run, addr, value);
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
			do_store(run, s, in);
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
		do_call(&c);
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

/* ---- exits ---- */

static gboolean speaks_of_params_only(LoVals *vals, LoVal v)
{
	return v && !(lo_val(vals, v)->flags & (LO_VF_LOCAL | LO_VF_LOOP));
}

/* The members of the local that is returned whole. */
static void add_parts(LoRun *run, const LoState *s, gint32 slot, LoExit *x)
{
	LoVal base = slot >= 0 ? lo_val_local(run->vals, run->fn, slot) : LO_VAL_NONE;

	x->first_part = run->out->vals->len;
	for (guint i = 0; base && i < s->n_mem; i++) {
		const LoValue a = *lo_val(run->vals, s->mem[i].addr);
		if (a.kind != LO_V_FIELD || a.a != base)
			continue;
		g_array_append_val(run->out->vals, a.b);
		g_array_append_val(run->out->vals, s->mem[i].value);
		x->n_parts++;
	}
}

static void add_exit(LoRun *run, LoState *s, LoVal ret, gint32 slot, LoExit x)
{
	LoSummary *out = run->out;
	LoVals *vals = run->vals;

	x.irq = s->irq;
	x.threads = lo_record_threads(out, s);
	x.ret = ret;
	x.first_held = out->helds->len;
	x.n_held = s->n_held;
	g_array_append_vals(out->helds, s->held, s->n_held);
	x.first_dropped = out->vals->len;
	x.n_dropped = s->n_dropped;
	g_array_append_vals(out->vals, s->dropped, s->n_dropped);
	x.first_maybe = out->vals->len;
	x.n_maybe = s->n_maybe;
	g_array_append_vals(out->vals, s->maybe, s->n_maybe);
	x.first_out = out->vals->len;
	for (guint i = 0; i < s->n_mem && x.n_outs < 6; i++) {
		if (!(lo_val(vals, s->mem[i].addr)->flags & LO_VF_PARAM) || lo_val(vals, s->mem[i].addr)->depth > 3)
			continue;
		g_array_append_val(out->vals, s->mem[i].addr);
		g_array_append_val(out->vals, s->mem[i].value);
		x.n_outs++;
	}
	add_parts(run, s, slot, &x);
	x.first_cond = out->vals->len;
	for (guint i = 0; i < s->n_facts && x.n_conds < 8; i++) {
		LoVal v = s->facts[i].v, mask = s->facts[i].mask;
		if (mask == LO_MASK_ANY || !speaks_of_params_only(vals, v) || !(lo_val(vals, v)->flags & LO_VF_PARAM))
			continue;
		g_array_append_val(out->vals, v);
		g_array_append_val(out->vals, mask);
		x.n_conds++;
	}
	g_array_append_val(out->exits, x);
}

static gboolean same_exit_locks(const LoSummary *out, const LoExit *x, const LoState *s)
{
	if (x->n_held != s->n_held || x->n_dropped != s->n_dropped)
		return FALSE;
	for (guint i = 0; i < s->n_held; i++)
		if (LO_AT(out->helds, LoHeld, x->first_held + i).lock != s->held[i].lock ||
		    LO_AT(out->helds, LoHeld, x->first_held + i).hold != s->held[i].hold)
			return FALSE;
	return !s->n_dropped || !memcmp(&LO_AT(out->vals, LoVal, x->first_dropped), s->dropped, s->n_dropped * sizeof(LoVal));
}

/* Outs and conditions that both agree on stay. */
static void join_pairs(LoRun *run, const LoState *s, LoExit *x)
{
	GArray *vals = run->out->vals;
	guint n = 0;

	for (guint i = 0; i < x->n_outs; i++) {
		LoVal addr = LO_AT(vals, LoVal, x->first_out + 2 * i), value = LO_AT(vals, LoVal, x->first_out + 2 * i + 1);
		if (lo_state_get_mem(s, addr) != value)
			continue;
		LO_AT(vals, LoVal, x->first_out + 2 * n) = addr;
		LO_AT(vals, LoVal, x->first_out + 2 * n++ + 1) = value;
	}
	x->n_outs = n;
	n = 0;
	for (guint i = 0; i < x->n_conds; i++) {
		LoVal v = LO_AT(vals, LoVal, x->first_cond + 2 * i);
		guint8 mask = LO_AT(vals, LoVal, x->first_cond + 2 * i + 1) | lo_state_mask(run->vals, s, v);
		if (mask == LO_MASK_ANY)
			continue;
		LO_AT(vals, LoVal, x->first_cond + 2 * n) = v;
		LO_AT(vals, LoVal, x->first_cond + 2 * n++ + 1) = mask;
	}
	x->n_conds = n;
}

static void join_maybe(LoRun *run, const LoState *s, LoExit *x)
{
	GArray *vals = run->out->vals;
	guint32 first = vals->len, n = x->n_maybe;

	for (guint i = 0; i < x->n_maybe; i++) {
		LoVal v = LO_AT(vals, LoVal, x->first_maybe + i);
		g_array_append_val(vals, v);
	}
	for (guint i = 0; i < s->n_maybe; i++) {
		gboolean there = FALSE;
		for (guint k = 0; k < n; k++)
			there |= LO_AT(vals, LoVal, first + k) == s->maybe[i];
		if (!there && n < LO_MAX_DROPPED) {
			g_array_append_val(vals, s->maybe[i]);
			n++;
		}
	}
	x->first_maybe = first;
	x->n_maybe = n;
}

static void note_exit(LoRun *run, LoState *s, LoVal ret, gint32 slot)
{
	LoSummary *out = run->out;
	LoExit x = { .mask = ret ? lo_state_mask(run->vals, s, ret) : LO_MASK_ANY };

	for (guint i = 0; i < out->exits->len; i++) {
		LoExit *o = &LO_AT(out->exits, LoExit, i);
		if (!same_exit_locks(out, o, s))
			continue;
		/* ways to return that differ in the value only are told apart while something else differs */
		o->mask |= x.mask;
		lo_irq_join(&o->irq, &s->irq);
		o->threads = lo_join_thread_sets(out, o->threads, lo_record_threads(out, s));
		join_maybe(run, s, o);
		if (o->ret != ret)
			o->ret = LO_VAL_NONE;
		o->n_parts = 0;
		join_pairs(run, s, o);
		return;
	}
	if (out->exits->len < MAX_EXITS)
		add_exit(run, s, ret, slot, x);
	else
		out->truncated = TRUE;
}

static void do_return(LoRun *run, LoState *s, const LoBlock *b)
{
	const LoTerm *t = b->cond != LO_NO_TERM ? &LO_AT(run->body->ir->terms, LoTerm, b->cond) : NULL;
	LoVal ret = lo_eval(run, s, b->cond);

	note_exit(run, s, ret, t && t->kind == LO_TERM_LOCAL && !ret ? (gint32)t->a : -1);
	g_free(s);
}

static void do_branch(LoRun *run, LoState *s, const LoBlock *b)
{
	const guint32 *to = &LO_AT(run->body->ir->targets, guint32, b->first_target);
	LoVal cond = lo_eval(run, s, b->cond);
	LoState *other = lo_state_copy(s);

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

static void do_switch(LoRun *run, LoState *s, const LoBlock *b)
{
	const LoFunc *ir = run->body->ir;
	const guint32 *to = &LO_AT(ir->targets, guint32, b->first_target);
	LoVal v = lo_eval(run, s, b->cond);
	gboolean constant = lo_val(run->vals, v)->kind == LO_V_CONST, taken = FALSE;

	for (guint i = 0; i + 1 < b->n_targets; i++) {
		LoState *branch = lo_state_copy(s);
		if (case_possible(run, branch, v, &LO_AT(ir->cases, LoCase, b->first_case + i))) {
			arrive(run, branch, to[i]);
			taken = TRUE;
		} else {
			g_free(branch);
		}
	}
	if (constant && taken)
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

/* A state reaches a block: joined with the disjunct of equal locks, or a new one. Consumes it. */
static void arrive(LoRun *run, LoState *s, guint32 block)
{
	GPtrArray *states = run->blocks[block];
	gboolean changed = FALSE;

	if (run->loop_head[block])
		lo_state_forget_loop(run->vals, s);
	lo_join_in_loop(run, s, block);
	for (guint i = 0; i < states->len; i++) {
		LoState *o = g_ptr_array_index(states, i);
		if (!lo_state_same_locks(o, s) || (states->len < MAX_DISJUNCTS / 2 && !lo_same_threads(o, s)))
			continue;
		changed = lo_state_join(run->vals, o, s, run->fn, block, run->loop_head[block]);
		g_free(s);
		if (changed)
			g_array_append_val(run->work, block);
		return;
	}
	if (states->len >= MAX_DISJUNCTS) {
		run->out->truncated = TRUE;
		g_free(s);
		return;
	}
	g_ptr_array_add(states, s);
	g_array_append_val(run->work, block);
}

/* A block that a later or equal one jumps to. */
static void find_loop_heads(LoRun *run)
{
	const LoFunc *ir = run->body->ir;

	for (guint32 i = 0; i < ir->blocks->len; i++) {
		const LoBlock *b = &LO_AT(ir->blocks, LoBlock, i);
		for (guint t = 0; t < b->n_targets; t++) {
			guint32 to = LO_AT(ir->targets, guint32, b->first_target + t);
			if (to <= i)
				run->loop_head[to] = TRUE;
		}
	}
}

static guint32 take_lowest(GArray *work)
{
	guint best = 0;

	for (guint i = 1; i < work->len; i++)
		if (LO_AT(work, guint32, i) < LO_AT(work, guint32, best))
			best = i;
	guint32 block = LO_AT(work, guint32, best);
	g_array_remove_index_fast(work, best);
	return block;
}

static void walk(LoRun *run)
{
	while (run->work->len) {
		guint32 block = take_lowest(run->work);
		for (guint i = 0; i < run->work->len;)	/* one visit serves all repeats */
			if (LO_AT(run->work, guint32, i) == block)
				g_array_remove_index_fast(run->work, i);
			else
				i++;
		GPtrArray *states = run->blocks[block];
		for (guint i = 0; i < states->len; i++) {
			if (!run->budget) {
				run->out->truncated = TRUE;
				return;
			}
			run->budget--;
			run_from(run, lo_state_copy(g_ptr_array_index(states, i)),
				 &LO_AT(run->body->ir->blocks, LoBlock, block),
				 LO_AT(run->body->ir->blocks, LoBlock, block).first_instr);
		}
	}
}

static LoState *entry_state(LoRun *run)
{
	LoState *s = lo_state_new(run->body->ir->locals->len);

	for (guint32 i = 0; i < run->body->ir->locals->len; i++)
		s->env[i] = i < run->body->ir->n_params ? lo_val_param(run->vals, i) : LO_VAL_NONE;
	return s;
}

static gboolean exit_holds(const LoRun *run, const LoExit *x, LoVal lock)
{
	for (guint i = 0; i < x->n_held; i++)
		if (LO_AT(run->out->helds, LoHeld, x->first_held + i).lock == lock)
			return TRUE;
	return FALSE;
}

static gboolean exit_drops(const LoRun *run, const LoExit *x, LoVal lock)
{
	for (guint i = 0; i < x->n_dropped; i++)
		if (LO_AT(run->out->vals, LoVal, x->first_dropped + i) == lock)
			return TRUE;
	return FALSE;
}

/* Does x hold, or have dropped, what o has not, all of it locks that the body also releases, or also takes? */
static gboolean is_less_balanced(const LoRun *run, const LoExit *x, const LoExit *o)
{
	gboolean more = FALSE;

	for (guint i = 0; i < x->n_held; i++) {
		LoVal lock = LO_AT(run->out->helds, LoHeld, x->first_held + i).lock;
		if (exit_holds(run, o, lock))
			continue;
		if (!g_hash_table_contains(run->released, lo_lock_place(run->vals, lock)))
			return FALSE;
		more = TRUE;
	}
	for (guint i = 0; i < x->n_dropped; i++) {
		LoVal lock = LO_AT(run->out->vals, LoVal, x->first_dropped + i);
		if (exit_drops(run, o, lock) || exit_holds(run, x, lock))
			continue;
		if (!g_hash_table_contains(run->acquired, lo_lock_place(run->vals, lock)))
			return FALSE;
		more = TRUE;
	}
	return more;
}

/*
 * A way to return with a lock held that the body elsewhere releases, or without one of the caller's
 * that it elsewhere takes, when another way returns the same values in balance: two branches on one
 * condition that we did not see to be one.
 */
static void drop_unbalanced_exits(LoRun *run)
{
	GArray *exits = run->out->exits;
	guint n = 0;

	for (guint i = 0; i < exits->len; i++) {
		const LoExit *x = &LO_AT(exits, LoExit, i);
		gboolean unbalanced = FALSE;
		for (guint k = 0; k < exits->len && !unbalanced; k++) {
			const LoExit *o = &LO_AT(exits, LoExit, k);
			unbalanced = k != i && !run->unbalanced[k] && (o->mask & x->mask) == x->mask &&
				is_less_balanced(run, x, o);
		}
		run->unbalanced[i] = unbalanced;
	}
	for (guint i = 0; i < exits->len; i++)
		if (!run->unbalanced[i])
			LO_AT(exits, LoExit, n++) = LO_AT(exits, LoExit, i);
	g_array_set_size(exits, n);
}

static void run_free(LoRun *run)
{
	for (guint i = 0; i < run->body->ir->blocks->len; i++)
		g_ptr_array_unref(run->blocks[i]);
	g_free(run->blocks);
	g_free(run->loop_head);
	g_array_unref(run->work);
	g_hash_table_unref(run->seen_events);
	g_hash_table_unref(run->released);
	g_hash_table_unref(run->acquired);
	g_array_unref(run->loop_joins);
}

LoSummary *lo_interpret(LoVals *vals, LoFnId fn, LoSummary *const *summaries)
{
	LoProgram *p = lo_vals_program(vals);
	LoRun run = { .vals = vals, .program = p, .model = lo_vals_model(vals), .summaries = summaries, .fn = fn,
		      .body = lo_program_fn(p, fn), .out = lo_summary_new(), .budget = BUDGET };
	guint n = run.body->ir->blocks->len;

	run.blocks = g_new(GPtrArray *, n);
	for (guint i = 0; i < n; i++)
		run.blocks[i] = g_ptr_array_new_with_free_func(g_free);
	run.loop_head = g_new0(gboolean, n);
	run.work = g_array_new(FALSE, FALSE, sizeof(guint32));
	run.seen_events = g_hash_table_new(NULL, NULL);
	run.released = g_hash_table_new(NULL, NULL);
	run.acquired = g_hash_table_new(NULL, NULL);
	find_loop_heads(&run);
	lo_find_loop_joins(&run);
	if (n)
		arrive(&run, entry_state(&run), 0);
	walk(&run);
	drop_unbalanced_exits(&run);
	run_free(&run);
	run.out->done = TRUE;
	return run.out;
}
