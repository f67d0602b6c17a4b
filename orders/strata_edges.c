/* Two locks, one taken while the other is held: the order edges. */
#include "orders/strata_internal.h"

#define MAX_SLEEPING_DEPTH 2
#define MAX_OPEN_PAIRS 200

/* ---- the order edges ---- */

static gboolean is_spinning(const LoClass *c)
{
	LoLockKind kind = c->kind;

	return kind == LO_LOCK_SPIN || kind == LO_LOCK_RWLOCK || kind == LO_LOCK_BIT || kind == LO_LOCK_LOCAL ||
		kind == LO_LOCK_TIMER || kind == LO_LOCK_IRQ;
}

/* What an allocation that may sleep is taken to hold, lest somebody does not see it. */
static gboolean is_allocation(const LoClass *c)
{
	static const char *const maps[] = { "fs_reclaim", "mmu_notifier_invalidate_range_start", NULL };

	return c->kind == LO_LOCK_PSEUDO && g_strv_contains(maps, g_ptr_array_index(c->names, 0));
}

static gboolean is_sleeping(const LoClass *c)
{
	return c->kind == LO_LOCK_MUTEX || c->kind == LO_LOCK_RWSEM || c->kind == LO_LOCK_PERCPU_RWSEM ||
		c->kind == LO_LOCK_RT_MUTEX || c->kind == LO_LOCK_WW_MUTEX || c->kind == LO_LOCK_COMPLETION ||
		c->kind == LO_LOCK_WORK ||
		is_allocation(c);
}

gboolean lo_strata_sleeps_spinning(const LoStrata *s, const LoEdge *e)
{
	return s->kernel && is_spinning(lo_class_get(s->classes, e->from)) && is_sleeping(lo_class_get(s->classes, e->to));
}

/*
 * A kernel does not sleep under a spinlock or in a timer's function: might_sleep() finds who does.
 * A path that seems to is one that cannot run, unless it is short enough to be believed.
 */
static gboolean cannot_run(const LoStrata *s, const LoEdge *e)
{
	return (e->hops || e->depth > MAX_SLEEPING_DEPTH) && lo_strata_sleeps_spinning(s, e);
}

/* What follows after a sleep is no path under such a lock. */
gboolean lo_strata_forbids_sleep(const LoStrata *s, LoClassId held)
{
	return s->kernel && is_spinning(lo_class_get(s->classes, held));
}

void lo_worker_add_edge(LoStrataWorker *w, const LoEdge *e)
{
	if (!cannot_run(w->s, e) && lo_acq_is_wanted(w, e->from))
		lo_worker_find(w, e);
}

static gboolean add_pair(LoStrata *s, LoFnId fn, const LoOpenPair *p)
{
	LoFnSet *set = s->sets[fn];

	if (!lo_acq_is_followed(s, fn, &p->acq))
		return TRUE;
	guint64 locks = lo_mix(lo_mix(lo_mix(3, p->held.lock), p->acq.lock), p->acq.cls);
	guint64 key = lo_mix(lo_mix(locks, p->held.hold | p->acq.hold << 4), p->acq.conds);

	if (lo_key_set_has(&set->pair_keys, key))
		return TRUE;
	if (set->pairs->len >= MAX_OPEN_PAIRS)
		return FALSE;
	lo_key_set_add(&set->pair_keys, key);
	g_array_append_vals(set->pairs, p, 1);
	return TRUE;
}

/* The object that a lock is a member of. */
static LoVal object_of(const LoVals *vals, LoVal lock)
{
	const LoValue *v = lo_val(vals, lock);

	for (; v->kind == LO_V_FIELD || v->kind == LO_V_INDEX; v = lo_val(vals, lock))
		lock = v->a;
	return lock;
}

/* Is b's object what a member of a's points to: the parent, the next of a list? */
static gboolean is_linked(const LoVals *vals, LoVal a, LoVal b)
{
	const LoValue *to = lo_val(vals, object_of(vals, b));

	return to->kind == LO_V_LOAD && object_of(vals, to->a) == object_of(vals, a) && object_of(vals, a) != LO_VAL_NONE;
}

guint8 lo_compare_instances(const LoVals *vals, LoVal a, LoVal b)
{
	gboolean told_apart = a != b;

	a = lo_val_base_lock(vals, a);
	b = lo_val_base_lock(vals, b);
	if (!a || !b)
		return 0;
	if (lo_val(vals, a)->kind == LO_V_PSEUDO)
		return 0;
	if (a == b)
		return lo_val_is_one_of_many(vals, a, told_apart) ? 0 : 1;
	/* lock_two(a, b) is for two */
	if (lo_val(vals, object_of(vals, a))->kind == LO_V_PARAM && lo_val(vals, object_of(vals, b))->kind == LO_V_PARAM)
		return 2;
	return is_linked(vals, a, b) || is_linked(vals, b, a) ? 2 : 0;
}

static gboolean is_any_subclass(const LoVals *vals, LoVal lock)
{
	const LoValue *v = lo_val(vals, lock);

	return v->kind == LO_V_SUB && v->k == LO_SUB_ANY;
}

/* Are all callers seen? */
static gboolean callers_decide(const LoStrata *s, LoFnId fn)
{
	return s->called[fn] && !s->taken[fn];
}

void lo_site_emit_pair(const LoSite *at, const LoOpenPair *p)
{
	LoStrata *s = at->s;
	const LoHeld *held = &p->held;
	const LoAcq *acq = &p->acq;
	LoClassId from = lo_class_of(s->classes, held->lock, LO_LOCK_UNKNOWN);

	if (from == LO_CLASS_NONE)
		return;
	if (from == LO_CLASS_OPEN || acq->cls == LO_CLASS_OPEN) {
		LoOpenPair open = *p;
		open.event = at->event;
		open.meet = LO_NO_ID;
		add_pair(s, at->fn, &open);
		return;
	}
	if (acq->slept && lo_strata_forbids_sleep(s, from))
		return;
	gboolean same = lo_class_get(s->classes, from)->base == lo_class_get(s->classes, acq->cls)->base;
	if (same && is_any_subclass(s->vals, acq->lock))	/* which nests in which is said at run time */
		return;
	if (acq->conds && callers_decide(s, at->fn)) {
		LoOpenPair open = *p;
		open.event = at->event;
		if (open.meet == LO_NO_ID) {
			open.meet = at->fn;
			open.meet_event = at->event;
			open.meet_held = *held;
			open.meet_same = lo_compare_instances(s->vals, held->lock, acq->lock);
		}
		if (add_pair(s, at->fn, &open))
			return;
	}
	if (s->delta && !acq->tainted)
		return;
	LoEdge e = { .from = from, .to = acq->cls, .from_hold = held->hold, .to_hold = acq->hold, .from_try = held->try,
		     .wait = acq->wait, .hops = acq->hops, .depth = acq->depth, .fan = acq->fan, .fn = at->fn, .event = at->event,
		     .held = *held, .callee = acq->callee, .next = acq->next, .witnesses = 1 };
	if (p->meet != LO_NO_ID) {
		e.fn = p->meet;
		e.event = p->meet_event;
		e.held = p->meet_held;
	}
	if (same)
		e.same_instance = p->meet_same == 2 ? 2 : lo_compare_instances(s->vals, held->lock, acq->lock);
	lo_worker_add_edge(at->w, &e);
}

/* `held` and then `acq`, in fn: an edge, or a pair for the callers to decide. */
void lo_site_emit(const LoSite *at, const LoHeld *held, const LoAcq *acq)
{
	const LoOpenPair p = { .held = *held, .acq = *acq, .event = at->event, .meet = LO_NO_ID };

	lo_site_emit_pair(at, &p);
}
