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
	if (!targets || (hops && lo_targets_fan(m->targets, ev, targets) > LO_MAX_FAN_BEYOND_FIRST))
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

/* What the events read that differ so. */
static void begin_down(Impact *m, guint how)
{
	GHashTableIter it;
	gpointer key, value;

	g_hash_table_iter_init(&it, m->out->delta.events);
	while (g_hash_table_iter_next(&it, &key, &value)) {
		const LoEvent *ev = event_of(m, lo_delta_event_fn(key), lo_delta_event_index(key));
		if (ev && GPOINTER_TO_UINT(value) == how)
			reach_callees(m, ev, 0);
	}
}

static void begin_entered(Impact *m, const LoOnlyIn *only)
{
	GHashTableIter it;
	gpointer key;

	g_hash_table_iter_init(&it, only->entered);
	while (g_hash_table_iter_next(&it, &key, NULL))
		reach(m, GPOINTER_TO_UINT(key) - 1, 0);
}

/* The classes of what is held behind the last lock at events that differ in this only. */
static GHashTable *find_bases(const Impact *m)
{
	GHashTable *bases = g_hash_table_new(NULL, NULL);
	GHashTableIter it;
	gpointer key, value;

	g_hash_table_iter_init(&it, m->out->delta.events);
	while (g_hash_table_iter_next(&it, &key, &value)) {
		LoFnId fn = lo_delta_event_fn(key);
		const LoEvent *ev = event_of(m, fn, lo_delta_event_index(key));
		for (guint i = 0; ev && GPOINTER_TO_UINT(value) == LO_EVENT_DIFFERS_BEHIND && i < ev->n_held; i++) {
			LoVal lock = LO_AT(m->s->all[fn]->helds, LoHeld, ev->first_held + i).lock;
			LoClassId cls = lo_class_of(m->classes, lock, LO_LOCK_UNKNOWN);
			if (cls < LO_CLASS_OPEN)
				g_hash_table_add(bases, GUINT_TO_POINTER(lo_class_get(m->classes, cls)->base + 1));
		}
	}
	return bases;
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
	begin_entered(m, only);
}

/* ---- both ---- */

static gboolean is_labelled(const Impact *m, GHashTable *labels, LoVal lock, LoLockKind kind)
{
	LoClassId cls = lo_class_of(m->classes, lock, kind);
	g_autofree char *label = cls < LO_CLASS_OPEN ? lo_class_label(lo_class_get(m->classes, cls)) : NULL;

	return label && g_hash_table_contains(labels, label);
}

/* Takes it, or does something while it is held. */
static gboolean is_on(const Impact *m, GHashTable *labels, const LoSummary *sum, const LoEvent *ev)
{
	gboolean on = ev->kind == LO_EV_ACQUIRE && is_labelled(m, labels, ev->lock, ev->lock_kind);

	for (guint i = 0; !on && i < ev->n_held; i++)
		on = is_labelled(m, labels, LO_AT(sum->helds, LoHeld, ev->first_held + i).lock, LO_LOCK_UNKNOWN);
	return on;
}

static void add_events_on(Impact *m, GHashTable *labels)
{
	for (LoFnId fn = 0; g_hash_table_size(labels) && fn < m->s->n; fn++)
		for (guint32 i = 0; m->s->all[fn] && i < m->s->all[fn]->events->len; i++)
			if (is_on(m, labels, m->s->all[fn], event_of(m, fn, i)))
				g_hash_table_insert(m->out->delta.events, lo_delta_event(fn, i), GUINT_TO_POINTER(LO_EVENT_DIFFERS));
}

static GHashTable *copy_table(GHashTable *table)
{
	GHashTable *copy = g_hash_table_new(NULL, NULL);
	GHashTableIter it;
	gpointer key, value;

	g_hash_table_iter_init(&it, table);
	while (g_hash_table_iter_next(&it, &key, &value))
		g_hash_table_insert(copy, key, value);
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

static guint count_flags(const guint8 *flags, guint n, guint8 least)
{
	guint count = 0;

	for (guint i = 0; i < n; i++)
		count += flags[i] >= least;
	return count;
}

static guint8 *find_whole(Impact *m, const LoOnlyIn *only)
{
	begin_down(m, LO_EVENT_DIFFERS_BEHIND);
	go_down(m);
	g_autofree guint8 *of_bases = take_reached(m);

	begin_down(m, LO_EVENT_DIFFERS);
	begin_entered(m, only);
	go_down(m);
	guint8 *whole = take_reached(m);
	for (guint i = 0; i < m->s->n; i++)
		whole[i] = whole[i] ? LO_WHOLE : of_bases[i] ? LO_WHOLE_BASES : LO_WHOLE_NO;
	return whole;
}

LoImpact *lo_impact_new(const LoSummaries *s, LoClasses *classes, LoTargets *targets, const LoOnlyIn *only, GHashTable *labels,
			guint strata)
{
	LoImpact *out = g_new0(LoImpact, 1);
	const guint8 *whole;
	Impact m = { .s = s, .classes = classes, .targets = targets, .strata = strata, .seen = g_new0(guint8, s->n + 1),
		     .work = g_array_new(FALSE, FALSE, sizeof(Step)), .out = out };

	out->delta = (LoStrataDelta){ .n = s->n, .events = copy_table(only->events), .entered = flags_of(&m, only->entered) };
	add_events_on(&m, labels);
	out->delta.bases = find_bases(&m);
	out->delta.whole = whole = find_whole(&m, only);
	begin_up(&m, only);
	go_up(&m);
	out->live = take_reached(&m);
	for (guint i = 0; i < s->n; i++)
		out->live[i] |= whole[i];
	g_free(m.seen);
	g_array_unref(m.work);
	g_debug("impact: %u functions read, %u of their classes, %u concerned of %u", count_flags(whole, s->n, LO_WHOLE),
		g_hash_table_size(out->delta.bases), count_flags(out->live, s->n, 1), s->n);
	return out;
}

void lo_impact_free(LoImpact *i)
{
	if (!i)
		return;
	g_hash_table_unref(i->delta.events);
	g_hash_table_unref(i->delta.bases);
	g_free((gpointer)i->delta.whole);
	g_free((gpointer)i->delta.entered);
	g_free(i->live);
	g_free(i);
}
