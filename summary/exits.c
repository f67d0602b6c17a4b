/* The ways in which a body returns, for its summary. */
#include "summary/interp.h"
#include "summary/running.h"
#include "summary/zeroed.h"

#include <string.h>

#define MAX_VALUES_TOLD (LO_MAX_EXITS - 4)	/* the others are for ways that differ in locks */

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

static void add_zeroed(LoRun *run, const LoState *s, LoVal ret, LoExit *x)
{
	const LoZeroed *z = ret ? lo_zeroed_find(run->vals, s, ret) : NULL;

	if (!z)
		return;
	const LoFieldId *touched = lo_zeroed_touched(run->vals, z, &x->n_touched);
	x->zeroed = z->object;
	x->first_touched = run->out->vals->len;
	g_array_append_vals(run->out->vals, touched, x->n_touched);
}

static void unite_touched(GArray *vals, LoExit *o, const LoExit *other)
{
	guint n = o->zeroed ? o->n_touched : 0;
	g_autofree LoFieldId *all = g_new(LoFieldId, n + other->n_touched + 1);

	o->n_touched = lo_zeroed_unite(n ? &LO_AT(vals, LoFieldId, o->first_touched) : NULL, n,
				       other->n_touched ? &LO_AT(vals, LoFieldId, other->first_touched) : NULL, other->n_touched, all);
	o->first_touched = vals->len;
	g_array_append_vals(vals, all, o->n_touched);
}

/* Nothing, or an error: none of its members is asked for. */
static gboolean is_no_object(const LoRun *run, const LoState *s, LoVal ret)
{
	return ret && !(lo_state_mask(run->vals, s, ret) & LO_MASK_POS);
}

/* Before o's own value is joined: the new object that either way returns, where the other returns none or the same. */
static void join_zeroed(LoRun *run, const LoState *s, LoVal ret, guint8 mask, LoExit *o)
{
	if (o->zeroed && is_no_object(run, s, ret)) {
		if (o->zeroed != o->ret)
			o->zeroed = LO_VAL_NONE;
		return;
	}
	LoExit other = { 0 };
	add_zeroed(run, s, ret, &other);
	gboolean none = !(mask & LO_MASK_POS);
	if (!other.zeroed || other.zeroed != ret || (o->zeroed && o->zeroed != other.zeroed) || (!o->zeroed && !none)) {
		o->zeroed = LO_VAL_NONE;
		return;
	}
	unite_touched(run->out->vals, o, &other);
	o->zeroed = other.zeroed;
}

static void add_exit(LoRun *run, LoState *s, LoVal ret, gint32 slot, LoExit x)
{
	LoSummary *out = run->out;
	LoVals *vals = run->vals;

	x.irq = s->irq;
	x.slept = s->slept;
	x.threads = lo_record_threads(out, s);
	x.written = s->written;
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
	add_zeroed(run, s, ret, &x);
	add_parts(run, s, slot, &x);
	x.first_cond = out->vals->len;
	for (guint i = 0; i < s->n_facts && x.n_conds < 8; i++) {
		LoVal v = s->facts[i].v, mask = s->facts[i].mask;
		if (lo_says_nothing(vals, v, mask) || !speaks_of_params_only(vals, v) || !(lo_val(vals, v)->flags & LO_VF_PARAM))
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
		if (lo_says_nothing(run->vals, v, mask))
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

/* Ways that return different objects or numbers, which a small program's callers tell apart. */
static gboolean is_told_apart(const LoRun *run, const LoExit *x, LoVal ret)
{
	return run->careful && run->out->exits->len < MAX_VALUES_TOLD && x->ret != ret && x->ret && ret;
}

void lo_note_exit(LoRun *run, LoState *s, LoVal ret, gint32 slot)
{
	LoSummary *out = run->out;
	LoExit x = { .mask = ret ? lo_state_mask(run->vals, s, ret) : LO_MASK_ANY };

	for (guint i = 0; i < out->exits->len; i++) {
		LoExit *o = &LO_AT(out->exits, LoExit, i);
		if (!same_exit_locks(out, o, s) || is_told_apart(run, o, ret))
			continue;
		/* ways to return that differ in the value only are told apart while something else differs */
		join_zeroed(run, s, ret, o->mask, o);
		o->mask |= x.mask;
		lo_irq_join(&o->irq, &s->irq);
		o->slept &= s->slept;
		o->threads = lo_join_thread_sets(out, o->threads, lo_record_threads(out, s));
		o->written |= s->written;
		join_maybe(run, s, o);
		if (o->ret != ret)
			o->ret = LO_VAL_NONE;
		o->n_parts = 0;
		join_pairs(run, s, o);
		return;
	}
	if (out->exits->len < LO_MAX_EXITS)
		add_exit(run, s, ret, slot, x);
	else
		out->truncated = TRUE;
}

static gboolean exit_holds(const LoRun *run, const LoExit *x, LoVal lock)
{
	for (guint i = 0; i < x->n_held; i++)
		if (LO_AT(run->out->helds, LoHeld, x->first_held + i).lock == lock)
			return TRUE;
	return FALSE;
}

/* Whatever the subclass. */
/* A member of an object that a loop or a chain of pointers leads to. */
static gboolean is_lost(const LoVals *vals, LoVal lock)
{
	const LoValue *v = lo_val(vals, lo_val_base_lock(vals, lock));

	if (v->kind != LO_V_FIELD)
		return v->kind == LO_V_NONE;
	const LoValue *object = lo_val(vals, v->a);
	return object->kind == LO_V_NONE || object->kind == LO_V_EITHER || object->flags & LO_VF_LOOP ||
		(object->kind == LO_V_OPAQUE && object->b >= LO_SITE_JOIN && object->b < LO_SITE_CLOBBER) ||
		(object->kind == LO_V_LOAD && lo_val(vals, object->a)->kind == LO_V_FIELD);
}

static gboolean exit_holds_lock(const LoRun *run, const LoExit *x, LoVal lock)
{
	for (guint i = 0; i < x->n_held; i++)
		if (lo_val_base_lock(run->vals, LO_AT(run->out->helds, LoHeld, x->first_held + i).lock) == lock)
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

/* All that x holds or has dropped, and o has not, is of objects got through pointers in memory: the next node of a list. */
static gboolean is_of_memory(const LoRun *run, const LoExit *x, const LoExit *o)
{
	for (guint i = 0; i < x->n_held; i++) {
		LoVal lock = LO_AT(run->out->helds, LoHeld, x->first_held + i).lock;
		if (!exit_holds(run, o, lock) && !is_lost(run->vals, lock))
			return FALSE;
	}
	for (guint i = 0; i < x->n_dropped; i++) {
		LoVal lock = LO_AT(run->out->vals, LoVal, x->first_dropped + i);
		if (!exit_drops(run, o, lock) && !is_lost(run->vals, lock))
			return FALSE;
	}
	return TRUE;
}

/* Is the condition that something is a certain number? */
static gboolean is_equality(const LoRun *run, LoVal v, guint8 mask)
{
	const LoValue *x = lo_val(run->vals, v);

	return x->kind == LO_V_BIN && x->op == LO_BINOP_EQ && mask == LO_MASK_POS && lo_val(run->vals, x->b)->kind == LO_V_CONST;
}

/* Can no arguments meet both conditions? */
static gboolean exclude(const LoRun *run, LoVal v, guint8 mask, LoVal w, guint8 other)
{
	if (v == w)
		return !(mask & other);
	return is_equality(run, v, mask) && is_equality(run, w, other) && lo_val(run->vals, v)->a == lo_val(run->vals, w)->a;
}

/* Do the callers' arguments decide which of the two it is? */
static gboolean are_told_apart(const LoRun *run, const LoExit *x, const LoExit *o)
{
	const GArray *vals = run->out->vals;

	for (guint i = 0; i < x->n_conds; i++)
		for (guint k = 0; k < o->n_conds; k++)
			if (exclude(run, LO_AT(vals, LoVal, x->first_cond + 2 * i), LO_AT(vals, LoVal, x->first_cond + 2 * i + 1),
				    LO_AT(vals, LoVal, o->first_cond + 2 * k), LO_AT(vals, LoVal, o->first_cond + 2 * k + 1)))
				return TRUE;
	return FALSE;
}

/* Does another way, which the arguments tell from x, take what x has released, or release what it holds? */
static gboolean is_mirrored(const LoRun *run, const LoExit *x)
{
	for (guint k = 0; k < run->out->exits->len; k++) {
		const LoExit *o = &LO_AT(run->out->exits, LoExit, k);
		gboolean mirrors = FALSE;
		for (guint i = 0; i < x->n_held; i++)
			mirrors |= exit_drops(run, o, lo_val_base_lock(run->vals, LO_AT(run->out->helds, LoHeld, x->first_held + i).lock));
		for (guint i = 0; i < x->n_dropped; i++)
			mirrors |= exit_holds_lock(run, o, LO_AT(run->out->vals, LoVal, x->first_dropped + i));
		if (mirrors && are_told_apart(run, x, o))
			return TRUE;
	}
	return FALSE;
}

/*
 * A way to return with a lock held that the body elsewhere releases, or without one of the caller's
 * that it elsewhere takes, when another way returns the same values in balance: two branches on one
 * condition that we did not see to be one.
 */
void lo_drop_unbalanced_exits(LoRun *run)
{
	GArray *exits = run->out->exits;
	guint n = 0;

	for (guint i = 0; i < exits->len; i++) {
		const LoExit *x = &LO_AT(exits, LoExit, i);
		gboolean unbalanced = FALSE;
		for (guint k = 0; k < exits->len && !unbalanced; k++) {
			const LoExit *o = &LO_AT(exits, LoExit, k);
			unbalanced = k != i && !run->unbalanced[k] && (o->mask & x->mask) == x->mask &&
				(!run->careful || is_of_memory(run, x, o)) && is_less_balanced(run, x, o) && !are_told_apart(run, x, o) && !is_mirrored(run, x);
		}
		run->unbalanced[i] = unbalanced;
	}
	for (guint i = 0; i < exits->len; i++)
		if (!run->unbalanced[i])
			LO_AT(exits, LoExit, n++) = LO_AT(exits, LoExit, i);
	g_array_set_size(exits, n);
}
