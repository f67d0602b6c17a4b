#include "solver/impact.h"

#include "solver/fingerprint.h"
#include "solver/strata.h"

#define MAX_DEPTH 60

typedef struct {
	const LoSummaries *s;
	LoClasses *classes;
	LoTargets *targets;
	guint strata;
	guint8 *seen;		/* per function: bit k: visited with k hops behind it */
	GHashTable *labels;
	LoImpact *out;
} Impact;

static void add_class(Impact *m, LoVal lock, LoLockKind kind)
{
	LoClassId cls = lock ? lo_class_of(m->classes, lock, kind) : LO_CLASS_NONE;

	if (cls < LO_CLASS_OPEN)
		g_hash_table_add(m->labels, lo_class_label(lo_class_get(m->classes, cls)));
}

static void visit(Impact *m, LoFnId fn, guint hops, guint depth);

static void visit_targets(Impact *m, const LoEvent *ev, guint hops, guint depth)
{
	const LoSummary *via = ev->inherited ? m->s->all[ev->via_fn] : NULL;
	const GArray *targets;

	/* of an old version it may stand for what is no more */
	if (hops >= m->strata || (ev->inherited && (!via || ev->via_event >= via->events->len)))
		return;
	targets = lo_targets_of_event(m->targets, m->s->all, ev);
	if (!targets || (hops && targets->len > LO_MAX_FAN_BEYOND_FIRST))
		return;
	for (guint i = 0; i < targets->len; i++)
		visit(m, LO_AT(targets, LoFnId, i), hops + 1, depth);
}

static void visit_event(Impact *m, const LoEvent *ev, guint hops, guint depth)
{
	switch ((LoEventKind)ev->kind) {
	case LO_EV_ACQUIRE:
	case LO_EV_ORDER: add_class(m, ev->lock, ev->lock_kind); break;
	case LO_EV_CALL: visit(m, ev->callee, hops, depth); break;
	case LO_EV_ICALL:
	case LO_EV_INVOKE: visit_targets(m, ev, hops, depth); break;
	case LO_EV_ENABLE:
	case LO_EV_COMPLETE:
	case LO_EV_MISUSE:
	case LO_EV_SPAWN:
	case LO_EV_JOIN: break;
	}
}

/* What is taken under a lock that lockdep follows is an order of that function, not its callers'. */
static gboolean is_shield(Impact *m, const LoHeld *h)
{
	LoClassId cls = h->try || h->nocheck ? LO_CLASS_NONE : lo_class_of(m->classes, h->lock, LO_LOCK_UNKNOWN);

	return cls < LO_CLASS_OPEN && lo_class_is_followed(lo_class_get(m->classes, cls));
}

/* How many of the locks held stand behind the last one that counts: no order begins at them. */
static guint32 count_behind(Impact *m, const LoSummary *sum, const LoEvent *ev, gboolean *shielded)
{
	*shielded = FALSE;
	for (guint32 i = ev->n_held; i-- > 0;) {
		*shielded = is_shield(m, &LO_AT(sum->helds, LoHeld, ev->first_held + i));
		if (*shielded)
			return i;
	}
	return 0;
}

static gboolean is_shielded(Impact *m, const LoSummary *sum, const LoEvent *ev)
{
	gboolean shielded;

	count_behind(m, sum, ev, &shielded);
	return shielded;
}

static void visit(Impact *m, LoFnId fn, guint hops, guint depth)
{
	const LoSummary *sum = m->s->all[fn];

	if (!sum || m->seen[fn] & 1 << hops || depth > MAX_DEPTH)
		return;
	m->seen[fn] |= 1 << hops;
	for (guint i = 0; i < sum->events->len; i++) {
		const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
		if (!is_shielded(m, sum, ev))
			visit_event(m, ev, hops, depth + 1);
	}
}

/* ---- what differs ---- */

static void count(GHashTable *counts, guint64 key, gint by)
{
	gpointer k = GSIZE_TO_POINTER((gsize)key);

	g_hash_table_insert(counts, k, GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(counts, k)) + by));
}

static gboolean differs(GHashTable *counts, guint64 key)
{
	return g_hash_table_lookup(counts, GSIZE_TO_POINTER((gsize)key)) != NULL;
}

static guint64 event_key(Impact *m, const LoSummary *sum, const LoEvent *ev, gboolean all_held)
{
	gboolean shielded;

	return lo_fingerprint_event(m->s->vals, sum, ev, all_held ? 0 : count_behind(m, sum, ev, &shielded));
}

static void count_events(Impact *m, GHashTable *counts, const LoSummary *sum, gboolean all_held, gint by)
{
	for (guint i = 0; sum && i < sum->events->len; i++)
		count(counts, event_key(m, sum, &LO_AT(sum->events, LoEvent, i), all_held), by);
}

/* Of locks that stand behind the last one only those matter that are taken again. */
static void add_behind(Impact *m, const LoSummary *sum, const LoEvent *ev)
{
	gboolean shielded;
	guint32 n = count_behind(m, sum, ev, &shielded);

	for (guint32 i = 0; i < n; i++)
		add_class(m, LO_AT(sum->helds, LoHeld, ev->first_held + i).lock, LO_LOCK_UNKNOWN);
}

static void note_differing(Impact *m, LoFnId fn, const LoEvent *ev)
{
	m->out->functions[fn] = TRUE;
	m->out->locks |= ev->kind == LO_EV_ACQUIRE || ev->kind == LO_EV_ENABLE || ev->n_held;
	visit_event(m, ev, 0, 0);
}

static void visit_differing(Impact *m, GHashTable *counts, GHashTable *all_held, LoFnId fn, const LoSummary *sum)
{
	for (guint i = 0; sum && i < sum->events->len; i++) {
		const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
		guint before = g_hash_table_size(m->labels);

		if (differs(counts, event_key(m, sum, ev, FALSE)))
			note_differing(m, fn, ev);
		else if (differs(all_held, event_key(m, sum, ev, TRUE)))
			add_behind(m, sum, ev);
		if (g_hash_table_size(m->labels) > before + 20)
			g_debug("the event at line %u concerns %u classes more", ev->line, g_hash_table_size(m->labels) - before);
	}
}

static void compare_events(Impact *m, LoFnId fn, const LoSummary *old, const LoSummary *new)
{
	g_autoptr(GHashTable) counts = g_hash_table_new(NULL, NULL), all_held = g_hash_table_new(NULL, NULL);

	count_events(m, counts, old, FALSE, 1);
	count_events(m, counts, new, FALSE, -1);
	count_events(m, all_held, old, TRUE, 1);
	count_events(m, all_held, new, TRUE, -1);
	visit_differing(m, counts, all_held, fn, old);
	visit_differing(m, counts, all_held, fn, new);
}

static void visit_value(Impact *m, LoVal value)
{
	const LoValue *v = lo_val(m->s->vals, value);

	if (v->kind == LO_V_FN)
		visit(m, v->a, 0, 0);
}

/* `by` 0: those that differ are looked at. */
static void facts(Impact *m, GHashTable *counts, const LoSummary *sum, gint by)
{
	const LoVals *vals = m->s->vals;

	for (guint i = 0; sum && i < sum->inits->len; i++) {
		const LoInitFact *f = &LO_AT(sum->inits, LoInitFact, i);
		guint64 key = lo_fingerprint_init(vals, f);
		if (by)
			count(counts, key, by);
		else if (differs(counts, key))
			add_class(m, f->lock, f->lock_kind);
	}
	for (guint i = 0; sum && i < sum->stores->len; i++) {
		const LoStoreFact *f = &LO_AT(sum->stores, LoStoreFact, i);
		guint64 key = lo_fingerprint_store(vals, f);
		if (by)
			count(counts, key, by);
		else if (differs(counts, key))
			visit_value(m, f->value);
	}
	for (guint i = 0; sum && i < sum->regs->len; i++) {
		const LoRegFact *f = &LO_AT(sum->regs, LoRegFact, i);
		guint64 key = lo_fingerprint_registration(vals, f);
		if (by)
			count(counts, key, by);
		else if (differs(counts, key))
			visit_value(m, f->object);
	}
}

static void compare_facts(Impact *m, const LoSummary *old, const LoSummary *new)
{
	g_autoptr(GHashTable) counts = g_hash_table_new(NULL, NULL);

	facts(m, counts, old, 1);
	facts(m, counts, new, -1);
	facts(m, counts, old, 0);
	facts(m, counts, new, 0);
}

/* Functions in the one list only. */
static void compare_targets(Impact *m, const GArray *a, const GArray *b)
{
	g_autoptr(GHashTable) other = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < b->len; i++)
		g_hash_table_add(other, GUINT_TO_POINTER(LO_AT(b, LoFnId, i) + 1));
	for (guint i = 0; i < a->len; i++)
		if (!g_hash_table_contains(other, GUINT_TO_POINTER(LO_AT(a, LoFnId, i) + 1)))
			visit(m, LO_AT(a, LoFnId, i), 0, 0);
}

LoImpact *lo_impact_new(const LoSummaries *s, const LoChanged *changed, LoClasses *classes, LoTargets *targets, guint strata)
{
	LoImpact *out = g_new0(LoImpact, 1);
	Impact m = { .s = s, .classes = classes, .targets = targets, .strata = strata, .seen = g_new0(guint8, s->n + 1), .out = out };

	out->labels = m.labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	out->functions = g_new0(guint8, s->n + 1);
	for (guint i = 0; i < changed->redone->len; i++) {
		const LoRedone *r = &LO_AT(changed->redone, LoRedone, i);
		compare_events(&m, r->fn, r->old, s->all[r->fn]);
		compare_facts(&m, r->old, s->all[r->fn]);
	}
	compare_targets(&m, changed->old_targets, changed->new_targets);
	compare_targets(&m, changed->new_targets, changed->old_targets);
	g_free(m.seen);
	return out;
}

void lo_impact_free(LoImpact *i)
{
	if (!i)
		return;
	g_hash_table_unref(i->labels);
	g_free(i->functions);
	g_free(i);
}
