/*
 * Ways to one place that differ in a lock.  Where one of them has released it,
 * or never took it, a condition decides that most often decides the rest, too,
 * and was not seen to be the same: code is seldom right with and without a lock.
 */
#include "solver/confidence.h"

#define RELEASED_PERCENT 75
#define SOME_WAYS_PERCENT 80

static LoClassId base_of_lock(const LoWitness *w, LoVal lock)
{
	LoClassId cls = lo_class_of(w->classes, lock, LO_LOCK_UNKNOWN);

	return cls < LO_CLASS_OPEN ? lo_class_get(w->classes, cls)->base : cls;
}

static gboolean has_dropped(const LoWitness *w, const LoSummary *s, const LoEvent *ev, LoClassId base)
{
	for (guint i = 0; i < ev->n_dropped; i++)
		if (base_of_lock(w, LO_AT(s->vals, LoVal, ev->first_dropped + i)) == base)
			return TRUE;
	return FALSE;
}

static gboolean is_held(const LoWitness *w, const LoSummary *s, const LoEvent *ev, LoClassId base)
{
	for (guint i = 0; i < ev->n_held; i++)
		if (base_of_lock(w, LO_AT(s->helds, LoHeld, ev->first_held + i).lock) == base)
			return TRUE;
	return FALSE;
}

static gboolean is_same_place(const LoEvent *a, const LoEvent *b)
{
	return a != b && a->instr == b->instr && a->kind == b->kind && a->callee == b->callee && a->inherited == b->inherited &&
		a->via_fn == b->via_fn && a->via_event == b->via_event;
}

/* On another way to the event its caller's lock has been released. */
static gboolean is_released_on_another_way(const LoWitness *w, LoFnId fn, guint32 event, LoClassId base)
{
	const LoSummary *s = w->summaries[fn];
	const LoEvent *ev = &LO_AT(s->events, LoEvent, event);

	for (guint i = 0; i < s->events->len; i++) {
		const LoEvent *other = &LO_AT(s->events, LoEvent, i);
		if (is_same_place(ev, other) && has_dropped(w, s, other, base) && !is_held(w, s, other, base))
			return TRUE;
	}
	return FALSE;
}

/* The function that holds the lock gets there without it, too. */
static gboolean is_held_on_some_ways(const LoWitness *w, const LoEdge *e, LoClassId base)
{
	const LoSummary *s = w->summaries[e->fn];
	const LoEvent *ev = &LO_AT(s->events, LoEvent, e->event);

	if (!is_held(w, s, ev, base))	/* it is held by what runs there from the start */
		return FALSE;
	for (guint i = 0; i < s->events->len; i++) {
		const LoEvent *other = &LO_AT(s->events, LoEvent, i);
		if (is_same_place(ev, other) && !is_held(w, s, other, base))
			return TRUE;
	}
	return FALSE;
}

/* By what is called under it, on the way to the other lock. */
static gboolean is_released_below(const LoWitness *w, const LoEdge *e, LoClassId base)
{
	LoFnId callee = e->callee;
	guint32 next = e->next;

	for (guint n = 0; n < 40 && callee != LO_NO_ID; n++) {
		const LoAcq *a = &LO_AT(lo_strata_acqs(w->strata, callee), LoAcq, next);
		if (is_released_on_another_way(w, callee, a->event, base))
			return TRUE;
		callee = a->callee;
		next = a->next;
	}
	return FALSE;
}

LoWays lo_order_ways(const LoJudge *j, const LoEdge *e)
{
	LoClassId base = lo_class_get(j->w->classes, e->from)->base;

	if (is_released_below(j->w, e, base))
		return LO_WAYS_SOME_RELEASED;
	return is_held_on_some_ways(j->w, e, base) ? LO_WAYS_SOME_HELD : LO_WAYS_ALIKE;
}

guint lo_filter_paths(const LoJudge *j, const LoReportRow *r, GString *why)
{
	guint left = 100;

	for (guint i = 0; i < r->edges->len; i++) {
		const LoClass *c = lo_class_get(j->w->classes, lo_judged_edge(j, r, i)->from);
		const char *name = g_ptr_array_index(c->names, 0);
		LoWays ways = lo_judged_traits(j, r, i)->ways;
		if (ways == LO_WAYS_SOME_RELEASED) {
			g_string_printf(why, "%s is released on another way to the same place", name);
			return RELEASED_PERCENT;
		}
		if (left == 100 && ways == LO_WAYS_SOME_HELD) {
			g_string_printf(why, "%s is held on some ways only to where the next lock is taken", name);
			left = SOME_WAYS_PERCENT;
		}
	}
	return left;
}
