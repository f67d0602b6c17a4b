#include "solver/witness.h"

#define MAX_HOPS 40

static void add_hop(const LoWitness *w, GArray *out, LoFnId fn, guint32 line, char *note)
{
	const LoFn *f = lo_program_fn(w->program, fn);
	LoHop hop = { g_strdup(f->name), g_strdup(f->file), line,
		      note ? note : g_strdup("") };

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
		return g_strdup_printf("through %s.%s, 1 of %u", f->record, f->name, fan);
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
		add_hop(w, out, fn, ev->line, ev->inherited ? NULL : g_strdup("calls its parameter"));
	}
}

void lo_witness_add_event(const LoWitness *w, GArray *chain, LoFnId fn, guint32 event, guint fan)
{
	const LoEvent *ev = &LO_AT(w->summaries[fn]->events, LoEvent, event);
	gboolean indirect = ev->kind == LO_EV_ICALL || ev->kind == LO_EV_INVOKE;

	add_hop(w, chain, fn, ev->line, indirect ? slot_note(w, ev, fan) : NULL);
	add_via(w, chain, ev);
}

/* fn's event, then down the callees' entries to where the lock is taken. */
static void follow(const LoWitness *w, GArray *out, LoFnId fn, guint32 event, LoFnId callee, guint32 next)
{
	for (guint n = 0; n < MAX_HOPS; n++) {
		const LoAcq *a = callee != LO_NO_ID ? &LO_AT(lo_strata_acqs(w->strata, callee), LoAcq, next) : NULL;
		lo_witness_add_event(w, out, fn, event, a ? a->fan : 1);
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
	if (ev->kind == LO_EV_CALL && find_entry(w, ev->callee, e->from, &index))
		follow(w, out, e->fn, e->held.event, ev->callee, index);
	else
		add_hop(w, out, e->fn, ev->line, NULL);
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
