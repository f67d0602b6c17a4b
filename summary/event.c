/* What a body does, under which locks and conditions: the events of its summary. */
#include "summary/conditions.h"
#include "summary/interp.h"
#include "summary/running.h"
#include "summary/zeroed.h"

#include <string.h>

#define MAX_KNOWN 12

static guint64 hash_event(const LoEvent *ev, const LoState *s, const LoVal *dropped, guint n_dropped, const LoVal *args, guint n_args)
{
	guint64 h = ev->kind << 4 | ev->hold << 1 | ev->wait;

	h = (h << 32 ^ ev->instr) * 0x9e3779b97f4a7c15ull;
	h = (h ^ (h >> 30) ^ ev->lock) * 0xff51afd7ed558ccdull;
	h = (h ^ (h >> 30) ^ ev->callee) * 0xff51afd7ed558ccdull;
	h = (h ^ (h >> 30) ^ ev->slot ^ (guint64)ev->via_event << 32) * 0xff51afd7ed558ccdull;
	for (guint i = 0; i < s->n_held; i++)
		h = (h ^ (h >> 30) ^ s->held[i].lock ^ s->held[i].hold << 28) * 0xff51afd7ed558ccdull;
	for (guint i = 0; i < n_dropped; i++)
		h = (h ^ (h >> 30) ^ dropped[i]) * 0xc4ceb9fe1a85ec53ull;
	for (guint i = 0; i < n_args; i++)
		h = (h ^ (h >> 30) ^ args[i]) * 0xff51afd7ed558ccdull;
	return (h ^ (guint64)ev->threads << 37) * 0x9e3779b97f4a7c15ull;
}

static gboolean is_number_of_memory(const LoVals *vals, LoVal v)
{
	return (lo_val(vals, v)->flags & LO_VF_LOAD) != 0;
}

/* Facts that callers may know better: the arguments themselves first. After a loop memory may be another. */
static void set_conditions(const LoRun *run, const LoState *s, LoEvent *ev)
{
	guint n = 0;

	for (gboolean memory = FALSE; memory <= !s->looped; memory++)
		for (guint i = s->n_facts; i-- > 0 && n < LO_EVENT_CONDS;)
			if (s->facts[i].mask != LO_MASK_ANY && is_number_of_memory(run->vals, s->facts[i].v) == memory &&
			    lo_conditions_is_open(run->vals, s->facts[i].v))
				ev->conds[n++] = (LoCondition){ s->facts[i].v, s->facts[i].mask };
	for (guint i = s->n_facts; i-- > 0 && n < LO_EVENT_CONDS && !s->looped;)
		if (s->facts[i].mask != LO_MASK_ANY && lo_conditions_is_pointer(run->vals, s->facts[i].v))
			ev->conds[n++] = (LoCondition){ s->facts[i].v, s->facts[i].mask };
}

/* A number, or what was there with some bits set or cleared. */
static gboolean tells_a_number(const LoVals *vals, LoVal v)
{
	const LoValue *x = lo_val(vals, v);

	return x->kind == LO_V_CONST ||
		(x->kind == LO_V_BIN && (x->op == LO_BINOP_OR || x->op == LO_BINOP_AND) && lo_val(vals, x->b)->kind == LO_V_CONST);
}

/* The number that a value counts as where the callee asks for it: where an address is kept there is not nothing. */
static LoVal known_number(const LoRun *run, const LoMem *m)
{
	const LoValue *a = lo_val(run->vals, m->addr), *v = lo_val(run->vals, m->value);

	if (tells_a_number(run->vals, m->value))
		return m->value;
	if (a->kind != LO_V_FIELD || *lo_program_field(run->program, a->b)->type != '*')
		return LO_VAL_NONE;
	return v->kind == LO_V_PARAM || v->kind == LO_V_CONT || v->kind == LO_V_FIELD || v->kind == LO_V_VAR ?
		lo_val_const(run->vals, 1) : LO_VAL_NONE;
}

static LoVal stored_number(const LoRun *run, const LoState *s, LoVal addr)
{
	const LoMem m = { addr, lo_state_get_mem(s, addr) };

	return m.value ? known_number(run, &m) : LO_VAL_NONE;
}

static const LoZeroed *zeroed_argument(const LoCallSite *c)
{
	const LoZeroed *z = NULL;

	for (guint i = 0; !z && i < c->n_args; i++)
		z = lo_zeroed_find(c->run->vals, c->s, c->args[i]);
	return z;
}

static void set_zeroed(const LoCallSite *c, LoEvent *ev)
{
	const LoZeroed *z = zeroed_argument(c);

	if (!z)
		return;
	const LoFieldId *touched = lo_zeroed_touched(c->run->vals, z, &ev->n_touched);
	ev->zeroed = z->object;
	ev->first_touched = c->run->out->vals->len;
	g_array_append_vals(c->run->out->vals, touched, ev->n_touched);
}

/* The same on another path: it stays where it is the same. */
static void join_zeroed(const LoCallSite *c, LoEvent *ev)
{
	const LoZeroed *z = ev->zeroed ? zeroed_argument(c) : NULL;
	guint n = 0;
	const LoFieldId *touched = z ? lo_zeroed_touched(c->run->vals, z, &n) : NULL;

	if (!z || z->object != ev->zeroed || n != ev->n_touched ||
	    (n && memcmp(touched, &LO_AT(c->run->out->vals, LoVal, ev->first_touched), n * sizeof(LoFieldId))))
		ev->zeroed = LO_VAL_NONE;
}

/* What decides the callee's conditions. */
static void set_known(const LoRun *run, const LoState *s, LoEvent *ev)
{
	GArray *vals = run->out->vals;

	ev->first_known = vals->len;
	for (guint i = s->n_facts; i-- > 0 && ev->n_known < MAX_KNOWN;) {
		LoVal pair[2] = { s->facts[i].v, s->facts[i].mask };
		g_array_append_vals(vals, pair, 2);
		ev->n_known++;
	}
	ev->first_stored = vals->len;
	for (guint i = s->n_mem; i-- > 0 && ev->n_stored < MAX_KNOWN;) {
		LoVal pair[2] = { s->mem[i].addr, known_number(run, &s->mem[i]) };
		if (!pair[1])
			continue;
		g_array_append_vals(vals, pair, 2);
		ev->n_stored++;
	}
}

/* The same event on another path: only what is so on both stays. */
static void join_conditions(const LoRun *run, const LoState *s, LoEvent *ev)
{
	GArray *vals = run->out->vals;

	for (guint i = 0; i < LO_EVENT_CONDS; i++) {
		LoCondition *c = &ev->conds[i];
		if (!c->v)
			continue;
		c->mask |= lo_state_mask(run->vals, s, c->v);
		if (c->mask == LO_MASK_ANY || (s->looped && is_number_of_memory(run->vals, c->v)))
			c->v = LO_VAL_NONE;
	}
	for (guint i = 0; i < ev->n_known; i++)
		LO_AT(vals, LoVal, ev->first_known + 2 * i + 1) |=
			lo_state_mask(run->vals, s, LO_AT(vals, LoVal, ev->first_known + 2 * i));
	for (guint i = 0; i < ev->n_stored; i++) {
		LoVal *value = &LO_AT(vals, LoVal, ev->first_stored + 2 * i + 1);
		if (stored_number(run, s, LO_AT(vals, LoVal, ev->first_stored + 2 * i)) != *value)
			*value = LO_VAL_NONE;
	}
}

static gboolean is_held(const LoVals *vals, const LoState *s, LoVal lock)
{
	for (guint i = 0; i < s->n_held; i++)
		if (lo_val_base_lock(vals, s->held[i].lock) == lock)
			return TRUE;
	return FALSE;
}

/* What the caller held and no longer does: also what callees release if it is held, as it counts when they have returned. */
static guint gather_dropped(const LoVals *vals, const LoState *s, LoVal *out)
{
	guint n = s->n_dropped;

	memcpy(out, s->dropped, n * sizeof(LoVal));
	for (guint i = 0; i < s->n_maybe; i++)
		if (!is_held(vals, s, s->maybe[i]))
			out[n++] = s->maybe[i];
	return n;
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
	ev.slept = s->slept;
	if (ev.inherited)
		ev.irq = lo_irq_nest(ev.irq, inner_irq);
	ev.threads = lo_record_threads(out, s);
	LoVal dropped[2 * LO_MAX_DROPPED];
	guint n_dropped = gather_dropped(c->run->vals, s, dropped);
	guint64 hash = hash_event(&ev, s, dropped, n_dropped, c->args, c->run->careful ? c->n_args : 0);
	gpointer key = GSIZE_TO_POINTER((hash ^ hash >> 32) | 1);
	guint32 seen = GPOINTER_TO_UINT(g_hash_table_lookup(c->run->seen_events, key));
	if (seen) {
		LoEvent *old = &LO_AT(out->events, LoEvent, seen - 1);
		join_conditions(c->run, s, old);
		join_zeroed(c, old);
		old->irq = lo_irq_join_bits(old->irq, ev.irq);
		old->slept &= s->slept;
		return seen - 1;
	}
	set_conditions(c->run, s, &ev);
	ev.first_held = out->helds->len;
	ev.n_held = s->n_held;
	g_array_append_vals(out->helds, s->held, s->n_held);
	ev.first_dropped = out->vals->len;
	ev.n_dropped = n_dropped;
	g_array_append_vals(out->vals, dropped, n_dropped);
	ev.first_arg = out->vals->len;
	ev.n_args = c->n_args;
	g_array_append_vals(out->vals, c->args, c->n_args);
	if (ev.kind == LO_EV_CALL) {
		set_known(c->run, s, &ev);
		set_zeroed(c, &ev);
	}
	g_array_append_val(out->events, ev);
	g_hash_table_insert(c->run->seen_events, key, GUINT_TO_POINTER(out->events->len));
	return out->events->len - 1;
}
