/* The ways in which a call returns: exits of the callee put to the caller's state. */
#include "summary/interp.h"
#include "summary/misuse.h"
#include "summary/running.h"
#include "summary/zeroed.h"

#define MAX_UNSURE 3

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
	lo_misuse_note_release(c, s, lock);
	lo_state_release(c->run->vals, s, lock);
}

void lo_release_maybe(LoCallSite *c, LoState *s, LoVal lock)
{
	if (lo_state_find_held(c->run->vals, s, lock) >= 0)
		g_hash_table_add(c->run->released, lo_lock_place(c->run->vals, lock));
	lo_state_release_maybe(c->run->vals, s, lock);
}

gboolean lo_is_own_local(const LoRun *run, LoVal addr)
{
	const LoValue *v = lo_val(run->vals, addr);

	while (v->kind == LO_V_FIELD || v->kind == LO_V_INDEX)
		v = lo_val(run->vals, v->a);
	return v->kind == LO_V_LOCAL && v->a == run->fn;
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

/* Numbers in a record that the callee is given come back changed; the pointers in it rarely do. */
static void clobber_numbers(const LoRun *run, LoState *s, LoVal record)
{
	guint n = 0;

	for (guint i = 0; i < s->n_mem; i++)
		if (lo_val(run->vals, s->mem[i].value)->kind != LO_V_CONST ||
		    !lo_val_contains(run->vals, s->mem[i].addr, record))
			s->mem[n++] = s->mem[i];
	s->n_mem = n;
	lo_state_forget(run->vals, s, record);
}

void lo_clobber_outs(LoCallSite *c, LoState *s, guint32 written)
{
	for (guint i = 0; i < c->n_args; i++) {
		const LoValue a = *lo_val(c->run->vals, c->args[i]);
		if (!(written & 1u << MIN(i, 31)))
			continue;
		lo_state_note_written(c->run->vals, s, c->args[i]);
		if (written == G_MAXUINT32)	/* by nobody knows whom */
			lo_zeroed_store(c->run->vals, s, c->args[i]);
		if (!lo_is_own_local(c->run, c->args[i]))
			continue;
		if (a.kind != LO_V_LOCAL || has_parts(c->run, s, a.b)) {
			clobber_numbers(c->run, s, c->args[i]);
			continue;
		}
		LoVal v = lo_val_opaque(c->run->vals, c->run->fn, (c->instr + 1) * 64 + i % 64 + LO_SITE_CLOBBER, FALSE);
		lo_state_forget(c->run->vals, s, v);
		s->env[a.b] = v;
	}
}

void lo_put_out(LoCallSite *c, LoState *s, LoVal addr, LoVal value)
{
	const LoValue a = *lo_val(c->run->vals, addr);

	if (a.kind == LO_V_LOCAL && a.a == c->run->fn) {
		s->env[a.b] = value;
	} else {
		lo_zeroed_store(c->run->vals, s, addr);
		lo_state_set_mem(s, addr, value);
		lo_record_store(c->run, addr, value);
	}
}

/* assert_that(x == 0): what the comparison says of x. */
static gboolean tells_operands(const LoCallSite *c, LoVal v, guint8 mask)
{
	LoValKind kind = lo_val(c->run->vals, v)->kind;

	return c->run->careful && (kind == LO_V_BIN || kind == LO_V_NOT) && (mask == LO_MASK_ZERO || !(mask & LO_MASK_ZERO));
}

static gboolean exit_possible(LoCallSite *c, LoState *s, const LoSummary *g, const LoExit *x)
{
	for (guint i = 0; i < x->n_conds; i++) {
		LoVal v = lo_to_caller(c, LO_AT(g->vals, LoVal, x->first_cond + 2 * i));
		guint8 mask = LO_AT(g->vals, LoVal, x->first_cond + 2 * i + 1);
		if (!lo_state_restrict(c->run->vals, s, v, mask) || (tells_operands(c, v, mask) && !lo_state_assume(c->run->vals, s, v, mask != LO_MASK_ZERO)))
			return FALSE;
	}
	return TRUE;
}

/* The threads that the callee started and waited for. */
static void apply_threads(LoCallSite *c, LoState *s, const LoSummary *g, const LoThreadSet *set)
{
	for (guint i = 0; i < set->n_joined; i++)
		lo_join_of_callee(c->run->vals, s, LO_AT(g->vals, LoVal, set->first_joined + i),
				  lo_to_caller(c, LO_AT(g->vals, LoVal, set->first_joined + i)),
				  lo_to_caller(c, lo_handle_address(c->run->vals, LO_AT(g->vals, LoVal, set->first_joined + i))));
	for (guint i = 0; i < set->n_running; i++) {
		const LoRunning *r = &LO_AT(g->running, LoRunning, set->first_running + i);
		lo_start_thread(s, lo_to_caller(c, r->token), r->handle ? lo_to_caller(c, r->handle) : LO_VAL_NONE, r->many);
	}
}

static gboolean drops(const LoSummary *g, const LoExit *x, LoVal lock)
{
	for (guint i = 0; i < x->n_dropped; i++)
		if (LO_AT(g->vals, LoVal, x->first_dropped + i) == lock)
			return TRUE;
	return FALSE;
}

static void release_dropped(LoCallSite *c, LoState *s, const LoSummary *g, LoVal lock)
{
	LoVal here = lo_to_caller(c, lock);
	gboolean always = TRUE;

	for (guint i = 0; i < g->exits->len && always; i++)
		always = drops(g, &LO_AT(g->exits, LoExit, i), lock);
	if (!always)
		lo_misuse_note_kept(c, here);
	lo_release(c, s, here);
}

/* The caller's state after the callee returned this way; FALSE when it can't. */
static gboolean apply_exit(LoCallSite *c, LoState *s, const LoSummary *g, const LoExit *x, guint32 event, LoVal *result)
{
	LoVals *vals = c->run->vals;

	if (!exit_possible(c, s, g, x))
		return FALSE;
	for (guint i = 0; i < x->n_dropped; i++)
		release_dropped(c, s, g, LO_AT(g->vals, LoVal, x->first_dropped + i));
	for (guint i = 0; i < x->n_maybe; i++)
		lo_release_maybe(c, s, lo_to_caller(c, LO_AT(g->vals, LoVal, x->first_maybe + i)));
	for (guint i = 0; i < x->n_held; i++) {
		LoHeld h = LO_AT(g->helds, LoHeld, x->first_held + i);
		h.lock = lo_to_caller(c, h.lock);
		if (h.lock == LO_VAL_NONE)
			continue;
		h.event = event;
		h.inner = TRUE;
		h.through = MAX(h.through, c->through);
		h.via = c->through ? c->callee : LO_NO_ID;
		lo_note_acquired(c->run, h.lock);
		if (!lo_state_is_held(vals, s, h.lock))
			lo_state_push(s, h);
	}
	s->slept |= x->slept;
	if (lo_irq_call(&s->irq, &x->irq))
		lo_note_enabled(c, s);
	apply_threads(c, s, g, &LO_AT(g->thread_sets, LoThreadSet, x->threads));
	lo_clobber_outs(c, s, x->written);
	lo_modify(c, s, g);
	lo_zeroed_touch(vals, s, g->modified);
	for (guint i = 0; i < x->n_outs; i++)
		lo_put_out(c, s, lo_to_caller(c, LO_AT(g->vals, LoVal, x->first_out + 2 * i)),
			   lo_to_caller(c, LO_AT(g->vals, LoVal, x->first_out + 2 * i + 1)));
	for (guint i = 0; c->in->slot != LO_NO_SLOT && i < x->n_parts; i++) {
		LoVal at = lo_val_field(vals, lo_val_local(vals, c->run->fn, c->in->slot),
					LO_AT(g->vals, LoVal, x->first_part + 2 * i));
		lo_state_set_mem(s, at, lo_to_caller(c, LO_AT(g->vals, LoVal, x->first_part + 2 * i + 1)));
	}
	if (x->n_parts) {
		lo_set_result(c, s, LO_VAL_NONE);
		return TRUE;
	}
	LoVal ret = x->ret ? lo_to_caller(c, x->ret) : LO_VAL_NONE;
	if (ret == LO_VAL_NONE)
		ret = lo_fresh_result(c, s);
	if (x->mask != LO_MASK_ANY && !lo_state_restrict(vals, s, ret, x->mask))
		return FALSE;
	lo_set_result(c, s, ret);
	if (x->zeroed)
		lo_zeroed_add(vals, s, x->zeroed == x->ret || !x->ret ? ret : lo_to_caller(c, x->zeroed),
			      lo_touched_at(g, x->first_touched, x->n_touched), x->n_touched);
	*result = ret;
	return TRUE;
}

/* The exits of a callee that can be, at this call. */
typedef struct {
	const LoSummary *g;
	const LoExit *exits[LO_MAX_EXITS];
	LoState *states[LO_MAX_EXITS];	/* after it */
	LoVal ret[LO_MAX_EXITS];		/* the value returned */
	guint8 mask[LO_MAX_EXITS];
	gboolean dead[LO_MAX_EXITS];
	guint n;
} Returns;

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
		if (!drops(g, o, lock) && !holds(g, x, lock) && lo_state_find_held(c->run->vals, c->s, lo_to_caller(c, lock)) >= 0)
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
			lo_state_release_maybe(c->run->vals, r->states[b], lo_to_caller(c, LO_AT(r->g->vals, LoVal, x->first_dropped + i)));
	}
}

void lo_apply_summary(LoCallSite *c, const LoSummary *g, guint32 event)
{
	Returns r = { .g = g };

	for (guint i = 0; i < g->exits->len && r.n < LO_MAX_EXITS; i++) {
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
