/* What a body does, under which locks and conditions: the events of its summary. */
#include "solver/interp.h"
#include "solver/running.h"

static guint32 hash_event(const LoEvent *ev, const LoState *s, const LoVal *args, guint n_args)
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
	for (guint i = 0; i < n_args; i++)
		h = (h ^ (h >> 30) ^ args[i]) * 0xff51afd7ed558ccdull;
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
	if (v->kind == LO_V_LOAD && lo_vals_is_user(vals))	/* what a thread's argument points to */
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
	gpointer key = GUINT_TO_POINTER(hash_event(&ev, s, c->args, c->run->careful ? c->n_args : 0) | 1u);
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
