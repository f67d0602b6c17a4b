#include "solver/impact.h"

#include <string.h>

typedef struct {
	LoFnId fn;
	guint8 hops;
} Step;

typedef struct {
	const LoSummaries *s;
	LoClasses *classes;
	LoTargets *targets;
	guint strata;
	guint8 *seen;		/* per function: 1 + fewest hops on the way to it; 0: not reached */
	GArray *work;		/* Step */
	LoImpact *out;
} Impact;

static const LoEvent *event_of(const Impact *m, LoFnId fn, guint32 event)
{
	const LoSummary *sum = m->s->all[fn];

	return sum && event < sum->events->len ? &LO_AT(sum->events, LoEvent, event) : NULL;
}

static const GArray *targets_of(const Impact *m, const LoEvent *ev)
{
	return ev->kind == LO_EV_ICALL || ev->kind == LO_EV_INVOKE ? lo_targets_of_event(m->targets, m->s->all, ev) : NULL;
}

static void reach(Impact *m, LoFnId fn, guint hops)
{
	Step step = { fn, (guint8)hops };

	if (fn >= m->s->n || !m->s->all[fn] || hops > m->strata || (m->seen[fn] && m->seen[fn] <= hops + 1))
		return;
	m->seen[fn] = (guint8)(hops + 1);
	g_array_append_val(m->work, step);
}

/* The functions reached, as one flag each; the next search begins anew. */
static guint8 *take_reached(Impact *m)
{
	guint8 *seen = g_steal_pointer(&m->seen);

	m->seen = g_new0(guint8, m->s->n + 1);
	g_array_set_size(m->work, 0);
	return seen;
}

/* ---- down ---- */

/* What is taken under a lock that lockdep follows is an order of that function, not its callers'. */
static gboolean is_shielded(const Impact *m, const LoSummary *sum, const LoEvent *ev)
{
	for (guint32 i = ev->n_held; i-- > 0;) {
		const LoHeld *h = &LO_AT(sum->helds, LoHeld, ev->first_held + i);
		LoClassId cls = h->try || h->nocheck ? LO_CLASS_NONE : lo_class_of(m->classes, h->lock, LO_LOCK_UNKNOWN);
		if (cls < LO_CLASS_OPEN && lo_class_is_followed(lo_class_get(m->classes, cls)))
			return TRUE;
	}
	return FALSE;
}

static void reach_callees(Impact *m, const LoEvent *ev, guint hops)
{
	const GArray *targets = hops < m->strata ? targets_of(m, ev) : NULL;

	if (ev->kind == LO_EV_CALL)
		reach(m, ev->callee, hops);
	if (!targets || (hops && targets->len > LO_MAX_FAN_BEYOND_FIRST))
		return;
	for (guint i = 0; i < targets->len; i++)
		reach(m, LO_AT(targets, LoFnId, i), hops + 1);
}

static void go_down(Impact *m)
{
	for (guint at = 0; at < m->work->len; at++) {
		const Step step = LO_AT(m->work, Step, at);
		const LoSummary *sum = m->s->all[step.fn];
		for (guint i = 0; i < sum->events->len; i++) {
			const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
			if (!is_shielded(m, sum, ev))
				reach_callees(m, ev, step.hops);
		}
	}
}

static void begin_down(Impact *m, const LoOnlyIn *only)
{
	GHashTableIter it;
	gpointer key;

	g_hash_table_iter_init(&it, m->out->delta.events);
	while (g_hash_table_iter_next(&it, &key, NULL)) {
		const LoEvent *ev = event_of(m, lo_delta_event_fn(key), lo_delta_event_index(key));
		if (ev)
			reach_callees(m, ev, 0);
	}
	g_hash_table_iter_init(&it, only->entered);
	while (g_hash_table_iter_next(&it, &key, NULL))
		reach(m, GPOINTER_TO_UINT(key) - 1, 0);
}

/* ---- up ---- */

/* Who calls whom: callee -> callers, directly; and through slots. */
typedef struct {
	LoGraph *direct, *indirect;
} Callers;

static Callers find_callers(const Impact *m)
{
	g_autoptr(GArray) direct = g_array_new(FALSE, FALSE, sizeof(LoPair)), indirect = g_array_new(FALSE, FALSE, sizeof(LoPair));
	g_autoptr(GHashTable) lists = g_hash_table_new(NULL, NULL);	/* of targets -> its node */
	guint32 nodes = m->s->n;

	for (LoFnId fn = 0; fn < m->s->n; fn++)
		for (guint32 i = 0; m->s->all[fn] && i < m->s->all[fn]->events->len; i++) {
			const LoEvent *ev = event_of(m, fn, i);
			const GArray *targets = targets_of(m, ev);
			LoPair p = { ev->callee, fn };
			if (ev->kind == LO_EV_CALL)
				g_array_append_val(direct, p);
			if (!targets)
				continue;
			p.from = GPOINTER_TO_UINT(g_hash_table_lookup(lists, targets));
			if (!p.from) {
				p.from = nodes++;
				g_hash_table_insert(lists, (gpointer)targets, GUINT_TO_POINTER(p.from));
				for (guint k = 0; k < targets->len; k++) {
					LoPair to = { LO_AT(targets, LoFnId, k), p.from };
					g_array_append_val(indirect, to);
				}
			}
			g_array_append_val(indirect, p);
		}
	return (Callers){ lo_graph_new(m->s->n, direct), lo_graph_new(nodes, indirect) };
}

static void go_up(Impact *m)
{
	Callers c = find_callers(m);

	for (guint at = 0; at < m->work->len; at++) {
		const Step step = LO_AT(m->work, Step, at);
		for (guint32 i = c.direct->first[step.fn]; i < c.direct->first[step.fn + 1]; i++)
			reach(m, c.direct->succ[i], step.hops);
		for (guint32 i = c.indirect->first[step.fn]; i < c.indirect->first[step.fn + 1]; i++) {
			guint32 list = c.indirect->succ[i];
			for (guint32 k = c.indirect->first[list]; k < c.indirect->first[list + 1]; k++)
				reach(m, c.indirect->succ[k], step.hops + 1);
		}
	}
	lo_graph_free(c.direct);
	lo_graph_free(c.indirect);
}

static void begin_up(Impact *m, const LoOnlyIn *only)
{
	GHashTableIter it;
	gpointer key;

	g_hash_table_iter_init(&it, m->out->delta.events);
	while (g_hash_table_iter_next(&it, &key, NULL))
		reach(m, lo_delta_event_fn(key), 0);
	g_hash_table_iter_init(&it, only->entered);
	while (g_hash_table_iter_next(&it, &key, NULL))
		reach(m, GPOINTER_TO_UINT(key) - 1, 0);
}

/* ---- both ---- */

static void add_events_on(Impact *m, GHashTable *labels)
{
	for (LoFnId fn = 0; g_hash_table_size(labels) && fn < m->s->n; fn++)
		for (guint32 i = 0; m->s->all[fn] && i < m->s->all[fn]->events->len; i++) {
			const LoEvent *ev = event_of(m, fn, i);
			LoClassId cls = ev->kind == LO_EV_ACQUIRE ? lo_class_of(m->classes, ev->lock, ev->lock_kind) : LO_CLASS_NONE;
			if (cls >= LO_CLASS_OPEN)
				continue;
			g_autofree char *label = lo_class_label(lo_class_get(m->classes, cls));
			if (g_hash_table_contains(labels, label))
				g_hash_table_add(m->out->delta.events, lo_delta_event(fn, i));
		}
}

static GHashTable *copy_set(GHashTable *set)
{
	GHashTable *copy = g_hash_table_new(NULL, NULL);
	GHashTableIter it;
	gpointer key;

	g_hash_table_iter_init(&it, set);
	while (g_hash_table_iter_next(&it, &key, NULL))
		g_hash_table_add(copy, key);
	return copy;
}

static guint8 *flags_of(const Impact *m, GHashTable *set)
{
	guint8 *flags = g_new0(guint8, m->s->n + 1);
	GHashTableIter it;
	gpointer key;

	g_hash_table_iter_init(&it, set);
	while (g_hash_table_iter_next(&it, &key, NULL))
		if (GPOINTER_TO_UINT(key) <= m->s->n)
			flags[GPOINTER_TO_UINT(key) - 1] = TRUE;
	return flags;
}

LoImpact *lo_impact_new(const LoSummaries *s, LoClasses *classes, LoTargets *targets, const LoOnlyIn *only, GHashTable *labels,
			guint strata)
{
	LoImpact *out = g_new0(LoImpact, 1);
	Impact m = { .s = s, .classes = classes, .targets = targets, .strata = strata, .seen = g_new0(guint8, s->n + 1),
		     .work = g_array_new(FALSE, FALSE, sizeof(Step)), .out = out };

	out->delta = (LoStrataDelta){ .n = s->n, .events = copy_set(only->events), .entered = flags_of(&m, only->entered) };
	add_events_on(&m, labels);
	begin_down(&m, only);
	go_down(&m);
	out->delta.whole = take_reached(&m);
	begin_up(&m, only);
	go_up(&m);
	out->live = take_reached(&m);
	for (guint i = 0; i < s->n; i++)
		out->live[i] |= out->delta.whole[i];
	g_free(m.seen);
	g_array_unref(m.work);
	return out;
}

void lo_impact_free(LoImpact *i)
{
	if (!i)
		return;
	g_hash_table_unref(i->delta.events);
	g_free((gpointer)i->delta.whole);
	g_free((gpointer)i->delta.entered);
	g_free(i->live);
	g_free(i);
}
