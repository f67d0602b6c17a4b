/* Which functions matter to what threads lock, and what of their arguments does. */
#include "threads/explore_internal.h"

static gboolean matters(const LoEvent *ev)
{
	return ev->kind == LO_EV_ACQUIRE || ev->kind == LO_EV_SPAWN || ev->kind == LO_EV_JOIN || ev->kind == LO_EV_ICALL ||
		ev->kind == LO_EV_COMPLETE || ev->kind == LO_EV_END || ev->kind == LO_EV_MISUSE;
}

static gboolean calls_unknown_with_function(Explorer *e, const LoSummary *sum, const LoEvent *ev)
{
	for (guint i = 0; ev->kind == LO_EV_CALL && !e->summaries[ev->callee] && i < ev->n_args; i++)
		if (lo_val(e->vals, LO_AT(sum->vals, LoVal, ev->first_arg + i))->kind == LO_V_FN)
			return TRUE;
	return FALSE;
}

static gboolean has_types(const LoSummary *sum)
{
	for (guint i = 0; i < sum->inits->len; i++)
		if (LO_AT(sum->inits, LoInitFact, i).variant)
			return TRUE;
	return FALSE;
}

static gboolean find_relevant(Explorer *e, LoFnId fn)
{
	const LoSummary *sum = e->summaries[fn];
	gboolean changed = FALSE;

	for (guint i = 0; sum && i < sum->events->len; i++) {
		const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
		gboolean call = ev->kind == LO_EV_CALL && ev->callee != LO_NO_ID;
		gboolean relevant = matters(ev) || (call && e->relevant[ev->callee]) || calls_unknown_with_function(e, sum, ev);
		gboolean starts = ev->kind == LO_EV_SPAWN || (call && e->starts[ev->callee]);
		changed |= (relevant && !e->relevant[fn]) || (starts && !e->starts[fn]);
		e->relevant[fn] |= relevant;
		e->starts[fn] |= starts;
	}
	if (sum && sum->regs->len + has_types(sum) + (e->small ? sum->stores->len : 0) && !e->relevant[fn])
		changed = e->relevant[fn] = TRUE;
	return changed;
}

/* The parameters that a value is made of, as bits. */
static guint16 params_of(const LoVals *vals, LoVal id)
{
	const LoValue *v = lo_val(vals, id);

	if (!(v->flags & LO_VF_PARAM))
		return 0;
	switch ((LoValKind)v->kind) {
	case LO_V_PARAM: return v->a < MAX_ARGS ? 1u << v->a : 0;
	case LO_V_FIELD:
	case LO_V_LOAD:
	case LO_V_CONT:
	case LO_V_NOT:
	case LO_V_SUB: return params_of(vals, v->a);
	case LO_V_INDEX:
	case LO_V_BIN:
	case LO_V_GATE:
	case LO_V_SUBARG:
	case LO_V_EITHER: return params_of(vals, v->a) | params_of(vals, v->b);
	default: return 0;
	}
}

static guint16 params_of_list(const LoVals *vals, const LoSummary *sum, guint32 first, guint n)
{
	guint16 bits = 0;

	for (guint i = 0; i < n; i++)
		bits |= params_of(vals, LO_AT(sum->vals, LoVal, first + i));
	return bits;
}

static guint16 params_of_event(const Explorer *e, const LoSummary *sum, const LoEvent *ev)
{
	guint16 bits = params_of(e->vals, ev->lock);

	if (ev->kind == LO_EV_CALL && (!e->summaries[ev->callee] || !e->relevant[ev->callee]))
		return e->summaries[ev->callee] ? 0 : params_of_list(e->vals, sum, ev->first_arg, ev->n_args);
	for (guint i = 0; i < LO_EVENT_CONDS; i++)
		bits |= params_of(e->vals, ev->conds[i].v);
	for (guint i = 0; i < ev->n_held; i++)
		bits |= params_of(e->vals, LO_AT(sum->helds, LoHeld, ev->first_held + i).lock);
	bits |= params_of_list(e->vals, sum, ev->first_dropped, ev->n_dropped);
	for (guint i = 0; i < ev->n_args && i < MAX_ARGS; i++)
		if (ev->kind != LO_EV_CALL || e->used[ev->callee] & 1u << i)
			bits |= params_of(e->vals, LO_AT(sum->vals, LoVal, ev->first_arg + i));
	return bits;
}

static gboolean find_used(Explorer *e, LoFnId fn)
{
	const LoSummary *sum = e->summaries[fn];
	guint16 bits = 0;

	for (guint i = 0; i < sum->events->len; i++)
		bits |= params_of_event(e, sum, &LO_AT(sum->events, LoEvent, i));
	for (guint i = 0; e->small && i < sum->stores->len; i++)
		bits |= params_of(e->vals, LO_AT(sum->stores, LoStoreFact, i).addr) |
			params_of(e->vals, LO_AT(sum->stores, LoStoreFact, i).value);
	for (guint i = 0; i < sum->inits->len; i++)
		bits |= params_of(e->vals, LO_AT(sum->inits, LoInitFact, i).lock) |
			params_of(e->vals, LO_AT(sum->inits, LoInitFact, i).variant);
	for (guint i = 0; i < sum->regs->len; i++)
		bits |= params_of(e->vals, LO_AT(sum->regs, LoRegFact, i).object);
	for (guint i = 1; i < sum->thread_sets->len; i++) {
		const LoThreadSet *t = &LO_AT(sum->thread_sets, LoThreadSet, i);
		bits |= params_of_list(e->vals, sum, t->first_joined, t->n_joined);
		for (guint k = 0; k < t->n_running; k++)
			bits |= params_of(e->vals, LO_AT(sum->running, LoRunning, t->first_running + k).handle);
	}
	gboolean changed = (e->used[fn] | bits) != e->used[fn];
	e->used[fn] |= bits;
	return changed;
}

void lo_explorer_find_used(Explorer *e)
{
	gboolean changed = TRUE;

	while (changed) {
		changed = FALSE;
		for (LoFnId fn = 0; fn < e->n; fn++)
			changed |= e->summaries[fn] && find_used(e, fn);
	}
}

void lo_explorer_find_relevant(Explorer *e)
{
	gboolean changed = TRUE;

	while (changed) {
		changed = FALSE;
		for (LoFnId fn = 0; fn < e->n; fn++)
			changed |= find_relevant(e, fn);
	}
}

static void note_taken(Explorer *e, LoVal value)
{
	const LoValue *v = lo_val(e->vals, value);

	if (v->kind == LO_V_FN)
		e->taken[v->a] = TRUE;
}

static void note_initial(LoVals *vals, LoVal addr, LoVal value, LoVarId var, gpointer data)
{
	(void)vals;
	(void)addr;
	(void)var;
	note_taken(data, value);
}

/* Whose address is given away: they may be called from where we don't see it. */
void lo_explorer_find_taken(Explorer *e)
{
	lo_vals_each_initial(e->vals, note_initial, e);
	for (LoFnId fn = 0; fn < e->n; fn++) {
		const LoSummary *sum = e->summaries[fn];
		for (guint i = 0; sum && i < sum->stores->len; i++)
			note_taken(e, LO_AT(sum->stores, LoStoreFact, i).value);
		for (guint i = 0; sum && i < sum->events->len; i++) {
			const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
			for (guint k = 0; k < ev->n_args; k++)
				note_taken(e, LO_AT(sum->vals, LoVal, ev->first_arg + k));
		}
	}
}
