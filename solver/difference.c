#include "solver/difference.h"

#include "orders/strata.h"
#include "summary/fingerprint.h"

typedef struct {
	const LoSummaries *s;
	LoClasses *classes;
	LoDifference *out;
} Comparison;

/* ---- events ---- */

static void count(GHashTable *counts, guint64 key, gint by)
{
	gpointer k = GSIZE_TO_POINTER((gsize)key);

	g_hash_table_insert(counts, k, GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(counts, k)) + by));
}

static gboolean differs(GHashTable *counts, guint64 key)
{
	return g_hash_table_lookup(counts, GSIZE_TO_POINTER((gsize)key)) != NULL;
}

/* What is taken under a lock that lockdep follows is an order of that function, not its callers'. */
static gboolean is_shield(const Comparison *c, const LoHeld *h)
{
	LoClassId cls = h->try || h->nocheck ? LO_CLASS_NONE : lo_class_of(c->classes, h->lock, LO_LOCK_UNKNOWN);

	return cls < LO_CLASS_OPEN && lo_class_is_followed(lo_class_get(c->classes, cls));
}

/* How many of the locks held stand behind the last one that counts: no order begins at them. */
static guint32 count_behind(const Comparison *c, const LoSummary *sum, const LoEvent *ev)
{
	for (guint32 i = ev->n_held; i-- > 0;)
		if (is_shield(c, &LO_AT(sum->helds, LoHeld, ev->first_held + i)))
			return i;
	return 0;
}

/* Locks that stand behind count only where the same is taken again: `all`. */
static guint64 event_key(const Comparison *c, const LoSummary *sum, const LoEvent *ev, gboolean all)
{
	return lo_fingerprint_event(c->s->vals, sum, ev, all ? 0 : count_behind(c, sum, ev));
}

static void count_events(const Comparison *c, GHashTable *counts, const LoSummary *sum, gboolean all, gint by)
{
	for (guint i = 0; sum && i < sum->events->len; i++)
		count(counts, event_key(c, sum, &LO_AT(sum->events, LoEvent, i), all), by);
}

/* What is done before a completion is signalled makes orders too: where one differs all events of the function count. */
static gboolean signals_differ(const Comparison *c, GHashTable *counts, const LoSummary *sum)
{
	for (guint i = 0; sum && i < sum->events->len; i++) {
		const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
		if (ev->kind == LO_EV_COMPLETE && differs(counts, event_key(c, sum, ev, FALSE)))
			return TRUE;
	}
	return FALSE;
}

/* Is a function called that may be reported for a lock that it leaves held? */
static gboolean leaks(const Comparison *c, const LoEvent *ev)
{
	return ev->kind == LO_EV_CALL && c->s->all[ev->callee] && c->s->all[ev->callee]->leaks->len;
}

static void note_differing(const Comparison *c, LoFnId fn, const LoSummary *sum, GHashTable *counts, GHashTable *all,
			   GHashTable *events)
{
	gboolean every = signals_differ(c, counts, sum);

	for (guint i = 0; sum && i < sum->events->len; i++) {
		const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
		gboolean differing = differs(counts, event_key(c, sum, ev, FALSE));
		if (differing)
			c->out->locks |= ev->kind == LO_EV_ACQUIRE || ev->kind == LO_EV_ENABLE || ev->kind == LO_EV_MISUSE || ev->n_held ||
				leaks(c, ev);
		if (every || differing)
			g_hash_table_insert(events, lo_delta_event(fn, i), GUINT_TO_POINTER(LO_EVENT_DIFFERS));
		else if (count_behind(c, sum, ev) && differs(all, event_key(c, sum, ev, TRUE)))
			g_hash_table_insert(events, lo_delta_event(fn, i), GUINT_TO_POINTER(LO_EVENT_DIFFERS_BEHIND));
	}
}

static void compare_events(const Comparison *c, LoFnId fn, const LoSummary *old, const LoSummary *new)
{
	g_autoptr(GHashTable) counts = g_hash_table_new(NULL, NULL), all = g_hash_table_new(NULL, NULL);

	count_events(c, counts, old, FALSE, 1);
	count_events(c, counts, new, FALSE, -1);
	count_events(c, all, old, TRUE, 1);
	count_events(c, all, new, TRUE, -1);
	note_differing(c, fn, old, counts, all, c->out->old.events);
	note_differing(c, fn, new, counts, all, c->out->new.events);
}

/* Locks that one return leaves held. */
static void compare_leaks(const Comparison *c, const LoSummary *old, const LoSummary *new)
{
	g_autoptr(GHashTable) counts = g_hash_table_new(NULL, NULL);

	for (guint i = 0; old && i < old->leaks->len; i++)
		count(counts, lo_fingerprint_leak(c->s->vals, &LO_AT(old->leaks, LoLeak, i)), 1);
	for (guint i = 0; new && i < new->leaks->len; i++) {
		guint64 key = lo_fingerprint_leak(c->s->vals, &LO_AT(new->leaks, LoLeak, i));
		c->out->locks |= !differs(counts, key);
		count(counts, key, -1);
	}
	for (guint i = 0; old && i < old->leaks->len; i++)
		c->out->locks |= differs(counts, lo_fingerprint_leak(c->s->vals, &LO_AT(old->leaks, LoLeak, i)));
}

/* ---- facts ---- */

static void note_function(GHashTable *entered, LoFnId fn)
{
	g_hash_table_add(entered, GUINT_TO_POINTER(fn + 1));
}

static void note_value(const Comparison *c, LoVal value, GHashTable *entered)
{
	LoVal values[8];

	for (guint i = lo_val_alternatives(c->s->vals, value, values); i-- > 0;)
		if (lo_val(c->s->vals, values[i])->kind == LO_V_FN)
			note_function(entered, lo_val(c->s->vals, values[i])->a);
}

/* Its class is the one in the new version; what it is called there may be another name than before. */
static void note_init(const Comparison *c, const LoInitFact *f)
{
	const LoVals *vals = c->s->vals;
	LoClassId cls = f->lock ? lo_class_of(c->classes, f->lock, f->lock_kind) : LO_CLASS_NONE;

	if (cls >= LO_CLASS_OPEN)
		return;
	g_hash_table_add(c->out->labels, lo_class_label(lo_class_get(c->classes, cls)));
	if (f->fn != LO_NO_ID && lo_val(vals, f->name)->kind == LO_V_STR)
		g_hash_table_add(c->out->labels, g_strconcat(lo_val_get_str(vals, f->name), "\1",
							    lo_program_fn(lo_vals_program(vals), f->fn)->file, NULL));
}

/* `by` 0: those that differ are noted. */
static void facts(const Comparison *c, GHashTable *counts, const LoSummary *sum, gint by, GHashTable *entered)
{
	const LoVals *vals = c->s->vals;

	for (guint i = 0; sum && i < sum->inits->len; i++) {
		const LoInitFact *f = &LO_AT(sum->inits, LoInitFact, i);
		guint64 key = lo_fingerprint_init(vals, f);
		if (by)
			count(counts, key, by);
		else if (differs(counts, key))
			note_init(c, f);
	}
	for (guint i = 0; sum && i < sum->stores->len; i++) {
		const LoStoreFact *f = &LO_AT(sum->stores, LoStoreFact, i);
		guint64 key = lo_fingerprint_store(vals, f);
		if (by)
			count(counts, key, by);
		else if (differs(counts, key))
			note_value(c, f->value, entered);
	}
	for (guint i = 0; sum && i < sum->regs->len; i++) {
		const LoRegFact *f = &LO_AT(sum->regs, LoRegFact, i);
		guint64 key = lo_fingerprint_registration(vals, f);
		if (by)
			count(counts, key, by);
		else if (differs(counts, key))
			note_value(c, f->object, entered);
	}
}

static void compare_facts(const Comparison *c, const LoSummary *old, const LoSummary *new)
{
	g_autoptr(GHashTable) counts = g_hash_table_new(NULL, NULL);

	facts(c, counts, old, 1, NULL);
	facts(c, counts, new, -1, NULL);
	facts(c, counts, old, 0, c->out->old.entered);
	facts(c, counts, new, 0, c->out->new.entered);
}

/* Functions of `a` that `b` has not. */
static void compare_targets(const GArray *a, const GArray *b, GHashTable *entered)
{
	g_autoptr(GHashTable) other = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < b->len; i++)
		note_function(other, LO_AT(b, LoFnId, i));
	for (guint i = 0; i < a->len; i++)
		if (!g_hash_table_contains(other, GUINT_TO_POINTER(LO_AT(a, LoFnId, i) + 1)))
			note_function(entered, LO_AT(a, LoFnId, i));
}

/* A static object, or a part of one: its class may depend on who is given it. */
static gboolean is_static(const LoVals *vals, LoVal v)
{
	while (lo_val(vals, v)->kind == LO_V_FIELD || lo_val(vals, v)->kind == LO_V_INDEX)
		v = lo_val(vals, v)->a;
	return lo_val(vals, v)->kind == LO_V_VAR || lo_val(vals, v)->kind == LO_V_EITHER;
}

/* All that classes and targets are made of, in a number. */
static guint64 weigh_facts(const LoVals *vals, const LoSummary *sum)
{
	g_autoptr(GHashTable) given = g_hash_table_new(NULL, NULL);
	guint64 h = 0;

	for (guint i = 0; sum && i < sum->inits->len; i++)
		h += lo_fingerprint_init(vals, &LO_AT(sum->inits, LoInitFact, i));
	for (guint i = 0; sum && i < sum->stores->len; i++)
		h += lo_fingerprint_store(vals, &LO_AT(sum->stores, LoStoreFact, i));
	for (guint i = 0; sum && i < sum->regs->len; i++)
		h += lo_fingerprint_registration(vals, &LO_AT(sum->regs, LoRegFact, i));
	for (guint i = 0; sum && i < sum->events->len; i++) {
		const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
		for (guint k = 0; k < ev->n_args; k++) {
			LoVal v = LO_AT(sum->vals, LoVal, ev->first_arg + k);
			if (is_static(vals, v) && g_hash_table_add(given, GUINT_TO_POINTER(v)))
				h += v * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
		}
	}
	return h;
}

gboolean lo_difference_keeps_facts(const LoSummaries *s, const LoChanged *changed)
{
	gboolean same = !changed->others && !changed->old_targets->len && !changed->new_targets->len;

	for (guint i = 0; same && i < changed->redone->len; i++) {
		const LoRedone *r = &LO_AT(changed->redone, LoRedone, i);
		same = weigh_facts(s->vals, r->old) == weigh_facts(s->vals, s->all[r->fn]);
	}
	return same;
}

static LoOnlyIn only_in_new(void)
{
	return (LoOnlyIn){ g_hash_table_new(NULL, NULL), g_hash_table_new(NULL, NULL) };
}

LoDifference *lo_difference_new(const LoSummaries *s, const LoChanged *changed, LoClasses *classes)
{
	LoDifference *d = g_new0(LoDifference, 1);
	const Comparison c = { s, classes, d };

	d->old = only_in_new();
	d->new = only_in_new();
	d->labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < changed->redone->len; i++) {
		const LoRedone *r = &LO_AT(changed->redone, LoRedone, i);
		compare_events(&c, r->fn, r->old, s->all[r->fn]);
		compare_leaks(&c, r->old, s->all[r->fn]);
		compare_facts(&c, r->old, s->all[r->fn]);
	}
	compare_targets(changed->old_targets, changed->new_targets, d->old.entered);
	compare_targets(changed->new_targets, changed->old_targets, d->new.entered);
	return d;
}

static void only_in_clear(LoOnlyIn *o)
{
	g_hash_table_unref(o->events);
	g_hash_table_unref(o->entered);
}

void lo_difference_free(LoDifference *d)
{
	if (!d)
		return;
	only_in_clear(&d->old);
	only_in_clear(&d->new);
	g_hash_table_unref(d->labels);
	g_free(d);
}
