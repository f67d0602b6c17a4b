#include "orders/waits.h"

#include "summary/before.h"

#define MAX_SIGNALS 64		/* of one function */
#define MAX_CHOICES 8		/* completions that a pointer may point to */

/* A completion that a function signals, at one of its events. */
typedef struct {
	LoClassId cls;		/* or LO_CLASS_OPEN: `lock` decides at the caller */
	LoVal lock;
	guint32 event;
	guint depth;		/* calls to complete() */
} Signal;

typedef struct {
	LoStrata *strata;
	LoVals *vals;
	LoSummary *const *summaries;
	LoClasses *classes;
	GArray **signals;	/* per function: Signal, or NULL */
	guint8 *waited;		/* per class: is it waited for? */
	guint n_classes;
	gboolean only_tainted;	/* edges of LoStrataDelta */
} Waits;

static void find_waited(Waits *w)
{
	const GArray *edges = lo_strata_edges(w->strata);

	w->n_classes = lo_classes_count(w->classes);
	w->waited = g_new0(guint8, w->n_classes + 1);
	/* who waits is not followed then: anybody may */
	for (LoClassId i = 0; w->only_tainted && i < w->n_classes; i++)
		w->waited[i] = lo_class_get(w->classes, i)->kind == LO_LOCK_COMPLETION;
	for (guint i = 0; i < edges->len; i++) {
		const LoEdge *e = &LO_AT(edges, LoEdge, i);
		if (e->wait && lo_class_get(w->classes, e->to)->kind == LO_LOCK_COMPLETION)
			w->waited[e->to] = TRUE;
	}
}

static gboolean is_waited(const Waits *w, LoClassId cls)
{
	return cls < w->n_classes && w->waited[cls];
}

static void add_signal(Waits *w, LoFnId fn, Signal sig)
{
	GArray *list = w->signals[fn];

	if (sig.cls == LO_CLASS_NONE || (sig.cls != LO_CLASS_OPEN && !is_waited(w, sig.cls)))
		return;
	if (!list)
		list = w->signals[fn] = g_array_new(FALSE, FALSE, sizeof(Signal));
	for (guint i = 0; i < list->len; i++) {
		const Signal *o = &LO_AT(list, Signal, i);
		if (o->cls == sig.cls && o->event == sig.event && (sig.cls != LO_CLASS_OPEN || o->lock == sig.lock))
			return;
	}
	if (list->len < MAX_SIGNALS)
		g_array_append_val(list, sig);
}

/* What complete(lock) completes: what a pointer points to, as far as stores of it show. */
static void signal_lock(Waits *w, LoFnId fn, LoVal lock, guint32 event, guint depth)
{
	LoClassId ids[MAX_CHOICES];
	guint n = lo_class_choices(w->classes, lock, LO_LOCK_COMPLETION, ids, MAX_CHOICES);

	for (guint i = 0; i < n; i++)
		add_signal(w, fn, (Signal){ ids[i], lock, event, depth });
}

static void add_signals(Waits *w, LoFnId fn, guint32 event)
{
	const LoSummary *sum = w->summaries[fn];
	const LoEvent *ev = &LO_AT(sum->events, LoEvent, event);

	if (ev->kind == LO_EV_COMPLETE)
		signal_lock(w, fn, ev->lock, event, 0);
	if (ev->kind != LO_EV_CALL || !w->signals[ev->callee] || ev->callee == fn)
		return;
	for (guint i = 0; i < w->signals[ev->callee]->len; i++) {
		Signal sig = LO_AT(w->signals[ev->callee], Signal, i);
		sig.event = event;
		if (++sig.depth > LO_MAX_COMPLETING_DEPTH)
			continue;
		sig.lock = lo_val_subst(w->vals, sig.lock, &LO_AT(sum->vals, LoVal, ev->first_arg), ev->n_args, fn, ev->instr);
		if (sig.cls == LO_CLASS_OPEN)
			signal_lock(w, fn, sig.lock, event, sig.depth);
		else
			add_signal(w, fn, sig);
	}
}

typedef struct {
	LoStrata *strata;
	LoFnId fn;
	guint32 event;
	const Signal *sig;
	gboolean only_tainted;
} Pairing;

static void add_wait_edge(const LoAcq *a, gpointer data)
{
	const Pairing *p = data;
	LoEdge e = { .from = p->sig->cls, .to = a->cls, .to_hold = a->hold, .wait = a->wait, .before = TRUE, .hops = a->hops,
		     .depth = a->depth, .fan = a->fan, .fn = p->fn, .event = p->event, .callee = a->callee, .next = a->next,
		     .witnesses = 1, .held = { .lock = p->sig->lock, .event = p->sig->event } };

	if (a->cls != p->sig->cls && (!p->only_tainted || a->tainted))
		lo_strata_add_edge(p->strata, &e);
}

/*
 * Does fn itself wait for a completion of that class?  Then what it signals is its own request's, where
 * that failed, or the next one's in a row: who waits does not wait for this thread.
 */
static gboolean waits_itself(const Waits *w, LoFnId fn, LoClassId cls)
{
	const LoSummary *sum = w->summaries[fn];
	const GArray *acqs = lo_strata_acqs(w->strata, fn);

	for (guint i = 0; acqs && i < acqs->len; i++)
		if (LO_AT(acqs, LoAcq, i).wait && LO_AT(acqs, LoAcq, i).cls == cls)
			return TRUE;
	for (guint i = 0; i < sum->events->len; i++) {
		const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
		if (ev->kind == LO_EV_ACQUIRE && ev->wait && lo_class_of(w->classes, ev->lock, LO_LOCK_COMPLETION) == cls)
			return TRUE;
	}
	return FALSE;
}

static void drop_own_signals(Waits *w, LoFnId fn)
{
	GArray *list = w->signals[fn];
	guint n = 0;

	for (guint i = 0; list && i < list->len; i++) {
		LoClassId cls = LO_AT(list, Signal, i).cls;
		if (cls == LO_CLASS_OPEN || !waits_itself(w, fn, cls))
			LO_AT(list, Signal, n++) = LO_AT(list, Signal, i);
	}
	if (list)
		g_array_set_size(list, n);
}

static void connect_function(Waits *w, LoFnId fn)
{
	const LoSummary *sum = w->summaries[fn];
	const GArray *signals = w->signals[fn];

	for (guint i = 0; signals && i < sum->befores->len; i++) {
		const LoBefore *b = &LO_AT(sum->befores, LoBefore, i);
		for (guint k = 0; k < signals->len; k++) {
			Pairing p = { w->strata, fn, b->earlier, &LO_AT(signals, Signal, k), w->only_tainted };
			if (p.sig->event == b->later && p.sig->cls != LO_CLASS_OPEN)
				lo_strata_each_acq(w->strata, fn, b->earlier, add_wait_edge, &p);
		}
	}
}

/* The thread that `started` runs signals nothing before the call has taken what it takes. */
static void connect_start(Waits *w, LoFnId fn, guint32 call, LoFnId started)
{
	const GArray *signals = w->signals[started];

	for (guint i = 0; signals && i < signals->len; i++) {
		Signal sig = LO_AT(signals, Signal, i);
		Pairing p = { w->strata, fn, call, &sig, w->only_tainted };
		sig.event = call;
		if (sig.cls != LO_CLASS_OPEN)
			lo_strata_each_acq(w->strata, fn, call, add_wait_edge, &p);
	}
}

/* Calls that the model says start a thread: kernel_thread(). */
static void connect_starts(Waits *w, LoFnId fn)
{
	const LoSummary *sum = w->summaries[fn];

	for (guint i = 0; i < sum->regs->len; i++) {
		const LoRegFact *r = &LO_AT(sum->regs, LoRegFact, i);
		const LoValue started = *lo_val(w->vals, r->object);
		if (r->kind != LO_REG_CALLBACK || r->context != LO_CTX_THREAD || started.kind != LO_V_FN || !w->signals[started.a])
			continue;
		for (guint32 k = 0; k < sum->events->len; k++) {
			const LoEvent *ev = &LO_AT(sum->events, LoEvent, k);
			if (ev->kind == LO_EV_CALL && ev->instr == r->instr && lo_vals_primitive(w->vals, ev->callee))
				connect_start(w, fn, k, started.a);
		}
	}
}

void lo_waits_connect(LoStrata *s, LoVals *vals, LoSummary *const *summaries, guint n, const LoScc *scc, LoClasses *classes,
		      gboolean only_tainted)
{
	Waits w = { .strata = s, .vals = vals, .summaries = summaries, .classes = classes, .signals = g_new0(GArray *, n + 1),
		    .only_tainted = only_tainted };

	find_waited(&w);
	for (guint32 i = 0; i < n; i++) {
		LoFnId fn = scc->order[i];
		if (!summaries[fn] || !summaries[fn]->completes)
			continue;
		for (guint32 k = 0; k < summaries[fn]->events->len; k++)
			add_signals(&w, fn, k);
		drop_own_signals(&w, fn);
		connect_function(&w, fn);
	}
	for (LoFnId fn = 0; fn < n; fn++)
		if (summaries[fn])
			connect_starts(&w, fn);
	for (guint i = 0; i < n; i++)
		if (w.signals[i])
			g_array_unref(w.signals[i]);
	g_free(w.signals);
	g_free(w.waited);
}
