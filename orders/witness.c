#include "orders/witness.h"

#define MAX_HOPS 40

static void add_hop(const LoWitness *w, GArray *out, LoFnId fn, guint32 line, const char *note)
{
	LoHop hop = lo_fn_hop(lo_program_fn(w->program, fn), line, note);

	g_array_append_val(out, hop);
}

static char *slot_note(const LoWitness *w, const LoEvent *ev, guint fan)
{
	if (ev->kind == LO_EV_INVOKE) {
		g_autofree char *container = lo_val_to_string(w->vals, ev->lock);
		return g_strdup_printf("registered on %s", container);
	}
	if (ev->slot != LO_NO_ID) {
		const LoFieldInfo *f = lo_program_field(w->program, ev->slot);
		return lo_model_is_walked(lo_vals_model(w->vals), f->record, f->name) ?
			g_strdup_printf("through %s.%s, all run", f->record, f->name) :
			g_strdup_printf("through %s.%s, 1 of %u", f->record, f->name, fan);
	}
	g_autofree char *pointer = lo_val_to_string(w->vals, ev->lock);
	return g_strdup_printf("through %s, 1 of %u", pointer, fan);
}

/* An inherited event stands for one in the callee: the hops between. */
static void add_via(const LoWitness *w, GArray *out, const LoEvent *ev)
{
	for (guint n = 0; ev->inherited && n < MAX_HOPS; n++) {
		const LoSummary *via = w->summaries[ev->via_fn];
		LoFnId fn = ev->via_fn;
		ev = &LO_AT(via->events, LoEvent, ev->via_event);
		add_hop(w, out, fn, ev->line, ev->inherited ? "" : "calls its parameter");
	}
}

void lo_witness_add_event(const LoWitness *w, GArray *chain, LoFnId fn, guint32 event, guint fan)
{
	const LoEvent *ev = &LO_AT(w->summaries[fn]->events, LoEvent, event);
	gboolean indirect = ev->kind == LO_EV_ICALL || ev->kind == LO_EV_INVOKE;

	g_autofree char *note = indirect ? slot_note(w, ev, fan) : NULL;
	add_hop(w, chain, fn, ev->line, note ? note : "");
	add_via(w, chain, ev);
}

guint lo_witness_fan(const LoWitness *w, const LoEvent *ev)
{
	const GArray *targets = ev->kind == LO_EV_ICALL ? lo_targets_of_event(w->targets, w->summaries, ev) : NULL;

	return lo_targets_fan(w->targets, ev, targets);
}

/* fn's event, then down the callees' entries to where the lock is taken. */
static void follow(const LoWitness *w, GArray *out, LoFnId fn, guint32 event, LoFnId callee, guint32 next)
{
	for (guint n = 0; n < MAX_HOPS; n++) {
		const LoAcq *a = callee != LO_NO_ID ? &LO_AT(lo_strata_acqs(w->strata, callee), LoAcq, next) : NULL;
		lo_witness_add_event(w, out, fn, event, lo_witness_fan(w, &LO_AT(w->summaries[fn]->events, LoEvent, event)));
		if (!a)
			return;
		fn = callee;
		event = a->event;
		callee = a->callee;
		next = a->next;
	}
}

GArray *lo_witness_to(const LoWitness *w, const LoEdge *e)
{
	GArray *out = lo_hops_new();

	follow(w, out, e->fn, e->event, e->callee, e->next);
	return out;
}

/* The entry of the callee's set that is this class, or NULL. */
static const LoAcq *find_entry(const LoWitness *w, LoFnId callee, LoClassId cls, guint32 *index)
{
	const GArray *acqs = callee != LO_NO_ID ? lo_strata_acqs(w->strata, callee) : NULL;
	const LoAcq *open = NULL;

	for (guint32 i = 0; acqs && i < acqs->len; i++) {
		const LoAcq *a = &LO_AT(acqs, LoAcq, i);
		if (a->cls == cls) {
			*index = i;
			return a;
		}
		if (a->cls == LO_CLASS_OPEN && !open) {
			open = a;
			*index = i;
		}
	}
	return open;
}

GArray *lo_witness_from(const LoWitness *w, const LoEdge *e)
{
	GArray *out = lo_hops_new();
	const LoSummary *sum = w->summaries[e->fn];
	guint32 index = 0;

	if (e->held.event >= sum->events->len)
		return out;
	const LoEvent *ev = &LO_AT(sum->events, LoEvent, e->held.event);
	LoFnId callee = ev->kind == LO_EV_CALL ? ev->callee : e->held.inner ? e->held.via : LO_NO_ID;
	if (find_entry(w, callee, e->from, &index))
		follow(w, out, e->fn, e->held.event, callee, index);
	else
		add_hop(w, out, e->fn, ev->line, "");
	return out;
}

GArray *lo_witness_functions(const LoWitness *w, const LoEdge *e)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(LoFnId));
	LoFnId fn = e->callee;
	guint32 next = e->next;

	g_array_append_val(out, e->fn);
	for (guint n = 0; n < MAX_HOPS && fn != LO_NO_ID; n++) {
		const LoAcq *a = &LO_AT(lo_strata_acqs(w->strata, fn), LoAcq, next);
		g_array_append_val(out, fn);
		fn = a->callee;
		next = a->next;
	}
	return out;
}

/* The conditions of a callee's set as they are at this event; FALSE: they are not met. */
static gboolean conditions_at(const LoWitness *w, LoFnId fn, guint32 event, guint32 *set)
{
	const LoSummary *sum = w->summaries[fn];
	const LoEvent *ev = &LO_AT(sum->events, LoEvent, event);
	const LoConditionSite at = { fn, sum, ev, ev->n_args ? &LO_AT(sum->vals, LoVal, ev->first_arg) : NULL, ev->n_args };

	return lo_conditions_at(lo_strata_conditions(w->strata), &at, *set, set);
}

gboolean lo_witness_goes_on(const LoWitness *w, const LoEdge *e, const LoEdge *next)
{
	struct { LoFnId fn; guint32 event; } steps[MAX_HOPS] = { { e->fn, e->event } };
	guint n = 1;
	LoFnId fn = e->callee;

	for (guint32 at = e->next; fn != LO_NO_ID && fn != next->fn && n < MAX_HOPS; n++) {
		const LoAcq *a = &LO_AT(lo_strata_acqs(w->strata, fn), LoAcq, at);
		steps[n].fn = fn;
		steps[n].event = a->event;
		fn = a->callee;
		at = a->next;
	}
	if (fn != next->fn)
		return FALSE;
	guint32 set = next->callee != LO_NO_ID ? LO_AT(lo_strata_acqs(w->strata, next->callee), LoAcq, next->next).conds : 0;
	gboolean met = conditions_at(w, next->fn, next->event, &set);
	for (; met && n; n--)
		met = conditions_at(w, steps[n - 1].fn, steps[n - 1].event, &set);
	return met;
}

gboolean lo_witness_is_next_round(const LoWitness *w, const LoEdge *e)
{
	const GArray *events = w->summaries[e->fn]->events;
	const LoEvent *ev = &LO_AT(events, LoEvent, e->event);

	/* what the callee does through its parameter, and what it holds then, are both at the call */
	return !ev->inherited && e->held.event < events->len && LO_AT(events, LoEvent, e->held.event).instr == ev->instr;
}
