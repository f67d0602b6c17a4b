#include "solver/irq_internal.h"

#define MAX_OPEN 64	/* of one function */
#define MAX_ROUNDS 8

typedef struct {
	const LoIrqInput *in;
	LoClasses *classes;
	GArray **out;
	guint32 *changed_at, *seen_at;	/* per function: the turn in which its list grew, in which it looked at its callees' */
	guint32 turn;
	gboolean changed;
} Open;

static gboolean is_known(const GArray *list, const LoOpenAcq *a)
{
	for (guint i = 0; i < list->len; i++) {
		const LoOpenAcq *o = &LO_AT(list, LoOpenAcq, i);
		if (o->cls == a->cls && o->hold == a->hold && o->try == a->try && o->irq == a->irq && o->event == a->event &&
		    (a->cls != LO_CLASS_OPEN || o->lock == a->lock))
			return TRUE;
	}
	return FALSE;
}

static void add(Open *o, LoFnId fn, const LoOpenAcq *a)
{
	if (!o->out[fn])
		o->out[fn] = g_array_new(FALSE, FALSE, sizeof(LoOpenAcq));
	if (o->out[fn]->len >= MAX_OPEN || is_known(o->out[fn], a))
		return;
	g_array_append_vals(o->out[fn], a, 1);
	o->changed_at[fn] = o->turn;
	o->changed = TRUE;
}

static void add_own(Open *o, LoFnId fn, guint32 event, const LoEvent *ev)
{
	LoOpenAcq a = { .lock = ev->lock, .hold = ev->hold, .try = ev->try, .lock_kind = ev->lock_kind, .irq = ev->irq,
			.event = event, .callee = LO_NO_ID, .cls = LO_CLASS_OPEN };

	if (ev->wait || lo_class_of(o->classes, ev->lock, ev->lock_kind) != LO_CLASS_OPEN)
		return;
	for (guint i = 0; i < LO_EVENT_CONDS; i++)
		a.conds[i] = ev->conds[i];
	add(o, fn, &a);
}

static void add_of_callee(Open *o, LoFnId fn, guint32 event, const LoEvent *ev, guint32 next)
{
	const LoSummary *sum = o->in->summaries[fn];
	LoOpenAcq a = LO_AT(o->out[ev->callee], LoOpenAcq, next);
	const LoVal *args = ev->n_args ? &LO_AT(sum->vals, LoVal, ev->first_arg) : NULL;

	if (a.cls != LO_CLASS_OPEN)
		return;
	a.lock = lo_val_subst(o->in->vals, a.lock, args, ev->n_args, fn, ev->instr);
	a.cls = a.lock ? lo_class_of(o->classes, a.lock, a.lock_kind) : LO_CLASS_NONE;
	if (a.cls == LO_CLASS_NONE)
		return;
	for (guint i = 0; i < LO_EVENT_CONDS; i++)
		if (a.conds[i].v)
			a.conds[i].v = lo_val_subst(o->in->vals, a.conds[i].v, args, ev->n_args, fn, ev->instr);
	a.irq = lo_irq_nest(ev->irq, a.irq);
	a.event = event;
	a.callee = ev->callee;
	a.next = next;
	add(o, fn, &a);
}

/* What callees have that had it when they were last looked at is here already. */
static void collect(Open *o, LoFnId fn)
{
	const LoSummary *sum = o->in->summaries[fn];
	guint32 seen = o->seen_at[fn];

	o->turn++;
	for (guint32 i = 0; i < sum->events->len; i++) {
		const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
		if (ev->kind == LO_EV_ACQUIRE && !seen)
			add_own(o, fn, i, ev);
		else if (ev->kind == LO_EV_CALL && ev->callee != fn && o->changed_at[ev->callee] > seen)
			for (guint32 k = 0; k < o->out[ev->callee]->len; k++)
				add_of_callee(o, fn, i, ev, k);
	}
	o->seen_at[fn] = o->turn;
}

GArray **lo_irq_open_acquisitions(const LoIrqInput *in, LoClasses *classes)
{
	g_autofree guint32 *changed_at = g_new0(guint32, in->n + 1), *seen_at = g_new0(guint32, in->n + 1);
	Open o = { .in = in, .classes = classes, .out = g_new0(GArray *, in->n + 1), .changed_at = changed_at, .seen_at = seen_at,
		   .changed = TRUE };

	for (guint round = 0; o.changed && round < MAX_ROUNDS; round++) {
		o.changed = FALSE;
		for (LoFnId fn = 0; fn < in->n; fn++)
			if (lo_irq_is_live(in, fn))
				collect(&o, fn);
	}
	return o.out;
}
