#include "solver/strata.h"

#include "callgraph/scc.h"
#include "common/keyset.h"
#include "solver/callers.h"
#include "solver/starts.h"
#include "solver/waits.h"

#include <stdlib.h>
#include <string.h>

#define MAX_STRATA 8
#define MAX_ACQS 6000		/* of one function; beyond, its set is cut */
#define MAX_OPEN_PAIRS 200
#define INSTANCE_DEPTH 4
#define MAX_SLEEPING_DEPTH 2

/*
 * An order between two locks of which a caller must say what they are, or
 * whether it happens: then it is shown from where both meet.
 */
typedef struct {
	LoHeld held;
	LoAcq acq;
	guint32 event;
	LoFnId meet;		/* LO_NO_ID: the locks are open */
	guint32 meet_event;
	LoHeld meet_held;
	guint8 meet_same;	/* as LoEdge.same_instance, there */
} OpenPair;

typedef struct {
	GArray *acqs;		/* LoAcq */
	LoKeySet keys;		/* hashes of the entries */
	GArray *pairs;		/* OpenPair */
	LoKeySet pair_keys;
	guint32 *cursor;	/* per event: entries of the callee or slot seen */
	guint32 *pair_cursor;
	guint32 snapshot;	/* entries at the end of the last stratum */
	guint32 closed;		/* pairs settled without a caller */
} FnSet;

/* What a merged member's targets take, once for all calls through it. */
typedef struct {
	const GArray *targets;
	GArray *items;		/* SlotItem */
	LoKeySet keys;
	guint32 *seen;		/* per target: entries of it merged */
	gboolean indirect;
} SlotSet;

typedef struct {
	LoFnId fn;
	guint32 entry;
} SlotItem;

/*
 * What an id of a callee is at a call site: the callee's entries are many,
 * what they hold of locks, dropped sets and conditions little.  Each slot
 * holds the last id that fell on it.
 */
#define MEMO_SLOTS 4096

typedef struct {
	guint64 site;		/* Site.id that it is of */
	guint32 from, to;
} Translated;

typedef enum { MEMO_LOCK, MEMO_DROPPED, MEMO_OWN_DROPPED, MEMO_CONDITIONS, MEMO__N } MemoKind;

typedef struct {
	LoClassId cls;
	gboolean shield;	/* a pseudo lock that only keeps others from counting */
	gboolean unseen;	/* closed, and lockdep does not follow it */
} HeldClass;

struct LoStrata {
	gboolean kernel;	/* spinlocks do not let sleep */
	LoVals *vals;
	LoProgram *program;
	LoSummary *const *summaries;
	guint n;
	LoClasses *classes;
	LoTargets *targets;
	guint strata;
	const guint8 *live;	/* NULL: all */
	GHashTable *only;	/* of LoStrataOptions */
	const LoStrataDelta *delta;
	GArray *wanted;		/* guint8 per class: 0 not asked yet, 1 no, 2 yes */
	FnSet **sets;
	guint8 *called;		/* directly, by another function */
	guint8 *taken;		/* its address: who calls it is not known */
	GHashTable *slots;	/* GArray * of targets -> SlotSet * */
	GArray *starts;		/* LoStart */
	GArray *edges;		/* LoEdge */
	GHashTable *edge_keys;	/* key -> index + 1 */
	GPtrArray *dropsets;	/* GArray of guint32, sorted */
	LoConditions *conditions;
	LoCallers *callers;
	GHashTable *dropset_ids;/* hash -> id + 1 */
	Translated memo[MEMO__N][MEMO_SLOTS];
	guint64 sites;		/* so far: Site.id */
	GArray *helds;		/* HeldClass: of the site `helds_of` */
	guint64 helds_of;
	LoStratumStats stats[MAX_STRATA];
	guint stratum;
};

/* ---- sets of dropped locks: class ids, or values still open with the top bit ---- */

#define DROP_OPEN 0x80000000u

static guint64 mix(guint64 h, guint64 v)
{
	h = (h ^ v) * 0x9e3779b97f4a7c15ull;
	return h ^ h >> 29;
}

static guint32 intern_dropset(LoStrata *s, guint32 *items, guint n)
{
	guint64 key = 1;
	guint m = 0;

	if (!n)
		return 0;
	qsort(items, n, sizeof(guint32), lo_compare_ids);
	for (guint i = 0; i < n; i++) {
		if (m && items[m - 1] == items[i])
			continue;
		items[m++] = items[i];
		key = mix(key, items[i]);
	}
	guint32 id = GPOINTER_TO_UINT(g_hash_table_lookup(s->dropset_ids, GSIZE_TO_POINTER(key)));
	if (id)
		return id - 1;
	GArray *set = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_array_append_vals(set, items, m);
	g_ptr_array_add(s->dropsets, set);
	g_hash_table_insert(s->dropset_ids, GSIZE_TO_POINTER(key), GUINT_TO_POINTER(s->dropsets->len));
	return s->dropsets->len - 1;
}

static guint32 drop_item(LoStrata *s, LoVal v)
{
	LoClassId id = lo_class_of(s->classes, v, LO_LOCK_UNKNOWN);

	if (id == LO_CLASS_OPEN)
		return lo_val_base_lock(s->vals, v) | DROP_OPEN;
	return id == LO_CLASS_NONE ? LO_NO_ID : lo_class_get(s->classes, id)->base;
}

/* Is the class among those that were asked for? */
static gboolean is_wanted(LoStrata *s, LoClassId cls)
{
	if (!s->only || cls >= LO_CLASS_OPEN)
		return TRUE;
	if (cls >= s->wanted->len)
		g_array_set_size(s->wanted, cls + 256);
	if (!LO_AT(s->wanted, guint8, cls)) {
		g_autofree char *label = lo_class_label(lo_class_get(s->classes, cls));
		LO_AT(s->wanted, guint8, cls) = g_hash_table_contains(s->only, label) ? 2 : 1;
	}
	return LO_AT(s->wanted, guint8, cls) == 2;
}

/* ---- what comes of a change ---- */

gpointer lo_delta_event(LoFnId fn, guint32 event)
{
	return GSIZE_TO_POINTER(((gsize)fn << 32 | event) + 1);
}

LoFnId lo_delta_event_fn(gconstpointer event)
{
	return (LoFnId)((GPOINTER_TO_SIZE(event) - 1) >> 32);
}

guint32 lo_delta_event_index(gconstpointer event)
{
	return (guint32)(GPOINTER_TO_SIZE(event) - 1);
}

static gboolean is_tainting(const LoStrata *s, LoFnId fn, guint32 event)
{
	return s->delta && g_hash_table_contains(s->delta->events, lo_delta_event(fn, event));
}

static gboolean is_entered(const LoStrata *s, LoFnId fn)
{
	return s->delta && fn < s->delta->n && s->delta->entered[fn];
}

/* Is the entry one of fn's set? */
static gboolean is_followed(const LoStrata *s, LoFnId fn, const LoAcq *a)
{
	const LoStrataDelta *d = s->delta;

	if (!d || a->tainted)
		return TRUE;
	switch (fn < d->n ? (LoWhole)d->whole[fn] : LO_WHOLE_NO) {
	case LO_WHOLE_NO: return FALSE;
	case LO_WHOLE_BASES:
		return a->cls >= LO_CLASS_OPEN ||
			g_hash_table_contains(d->bases, GUINT_TO_POINTER(lo_class_get(s->classes, a->cls)->base + 1));
	case LO_WHOLE: return TRUE;
	}
	return TRUE;
}

/* The class of a lock that is taken; NONE for one that was not asked for. */
static LoClassId taken_class(LoStrata *s, LoVal lock, LoLockKind kind)
{
	LoClassId cls = lock ? lo_class_of(s->classes, lock, kind) : LO_CLASS_NONE;

	return is_wanted(s, cls) ? cls : LO_CLASS_NONE;
}

#define FEW_TARGETS 4	/* of an indirect call, whose arguments tell which object it is */

/* ---- translation from callee to caller ---- */

typedef struct {
	LoStrata *s;
	LoFnId fn;		/* the caller */
	const LoSummary *sum;
	const LoEvent *ev;
	guint32 event;
	const LoVal *args;
	guint n_args;
	guint64 id;		/* of this use of the site, for what is kept of it meanwhile */
	gboolean tainting;	/* an event of s->delta */
} Site;

static Site site_of(LoStrata *s, LoFnId fn, guint32 event)
{
	const LoSummary *sum = s->summaries[fn];
	const LoEvent *ev = &LO_AT(sum->events, LoEvent, event);

	return (Site){ s, fn, sum, ev, event, ev->n_args ? &LO_AT(sum->vals, LoVal, ev->first_arg) : NULL, ev->n_args, ++s->sites,
		       is_tainting(s, fn, event) };
}

/* The slot of an id; *known: it holds what the id is here. */
static Translated *memo_slot(const Site *at, MemoKind kind, guint32 from, gboolean *known)
{
	Translated *t = &at->s->memo[kind][(from * 2654435761u >> 16) % MEMO_SLOTS];

	*known = t->site == at->id && t->from == from;
	t->site = at->id;
	t->from = from;
	return t;
}

static LoVal site_subst(const Site *at, LoVal v)
{
	gboolean known;
	Translated *t = memo_slot(at, MEMO_LOCK, v, &known);

	if (!known)
		t->to = lo_val_subst(at->s->vals, v, at->args, at->n_args, at->fn, at->ev->instr);
	return t->to;
}

/* The callee's dropped locks as they are here. */
static guint32 translate_dropped(const Site *at, guint32 callee_set)
{
	guint32 items[64];
	guint n = 0;
	const GArray *set = g_ptr_array_index(at->s->dropsets, callee_set);

	for (guint i = 0; i < set->len && n < 48; i++) {
		guint32 it = LO_AT(set, guint32, i);
		if (it & DROP_OPEN)
			it = drop_item(at->s, site_subst(at, it & ~DROP_OPEN));
		if (it != LO_NO_ID)
			items[n++] = it;
	}
	return intern_dropset(at->s, items, n);
}

static guint32 site_dropped(const Site *at, guint32 callee_set)
{
	gboolean known;
	Translated *t = memo_slot(at, MEMO_DROPPED, callee_set, &known);

	if (!known)
		t->to = translate_dropped(at, callee_set);
	return t->to;
}

/* Does it matter to a caller that the lock is dropped? */
static gboolean is_told(const Site *at, guint32 item)
{
	return item & DROP_OPEN || lo_callers_may_hold(at->s->callers, at->fn, item);
}

/* And those that the caller itself has dropped at the event. */
static guint32 unite_own_dropped(const Site *at, guint32 set_id)
{
	guint32 items[80];
	guint n = 0;
	const GArray *set = g_ptr_array_index(at->s->dropsets, set_id);

	for (guint i = 0; i < set->len && n < 64; i++)
		n += is_told(at, items[n] = LO_AT(set, guint32, i));
	for (guint i = 0; i < at->ev->n_dropped; i++) {
		guint32 it = drop_item(at->s, LO_AT(at->sum->vals, LoVal, at->ev->first_dropped + i));
		if (it != LO_NO_ID)
			n += is_told(at, items[n] = it);
	}
	return intern_dropset(at->s, items, n);
}

static guint32 add_own_dropped(const Site *at, guint32 set_id)
{
	gboolean known;

	if (!at->ev->n_dropped && !set_id)
		return 0;
	Translated *t = memo_slot(at, MEMO_OWN_DROPPED, set_id, &known);
	if (!known)
		t->to = unite_own_dropped(at, set_id);
	return t->to;
}

static gboolean may_be_refuted(LoCondition k, gpointer data)
{
	const Site *at = data;

	return lo_callers_may_refute(at->s->callers, at->fn, k);
}

#define CANNOT_BE G_MAXUINT32

/* The callee's conditions as they are here, and those of the event itself.  FALSE: it does not happen. */
static gboolean site_conditions(const Site *at, guint32 callee_set, guint32 *out)
{
	const LoConditionSite site = { at->fn, at->sum, at->ev, at->args, at->n_args };
	gboolean known;
	Translated *t = memo_slot(at, MEMO_CONDITIONS, callee_set, &known);

	if (!known && lo_conditions_at(at->s->conditions, &site, callee_set, &t->to))
		t->to = lo_conditions_filter(at->s->conditions, t->to, may_be_refuted, (gpointer)at);
	else if (!known)
		t->to = CANNOT_BE;
	*out = t->to;
	return t->to != CANNOT_BE;
}

/* `cls`: of the lock, or LO_CLASS_OPEN, when it must be the same value. */
static gboolean is_dropped(const LoStrata *s, guint32 set_id, LoClassId cls, LoVal lock)
{
	if (!set_id)
		return FALSE;
	const GArray *set = g_ptr_array_index(s->dropsets, set_id);
	guint32 base = cls == LO_CLASS_OPEN ? (lo_val_base_lock(s->vals, lock) | DROP_OPEN) : lo_class_get(s->classes, cls)->base;

	for (guint i = 0; i < set->len; i++)
		if (LO_AT(set, guint32, i) == base)
			return TRUE;
	return FALSE;
}

/* ---- the order edges ---- */

static gboolean is_better(const LoEdge *a, const LoEdge *b)
{
	if (a->hops != b->hops)
		return a->hops < b->hops;
	return a->fan < b->fan;
}

static gboolean is_spinning(const LoClass *c)
{
	LoLockKind kind = c->kind;

	return kind == LO_LOCK_SPIN || kind == LO_LOCK_RWLOCK || kind == LO_LOCK_BIT || kind == LO_LOCK_LOCAL ||
		kind == LO_LOCK_TIMER || kind == LO_LOCK_IRQ;
}

static gboolean is_sleeping(const LoClass *c)
{
	return c->kind == LO_LOCK_MUTEX || c->kind == LO_LOCK_RWSEM || c->kind == LO_LOCK_PERCPU_RWSEM ||
		c->kind == LO_LOCK_RT_MUTEX || c->kind == LO_LOCK_WW_MUTEX || c->kind == LO_LOCK_COMPLETION ||
		c->kind == LO_LOCK_WORK ||
		(c->kind == LO_LOCK_PSEUDO && !strcmp(g_ptr_array_index(c->names, 0), "fs_reclaim"));
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
static gboolean forbids_sleep(const LoStrata *s, LoClassId held)
{
	return s->kernel && is_spinning(lo_class_get(s->classes, held));
}

static void add_edge(LoStrata *s, const LoEdge *e)
{
	if (cannot_run(s, e) || !is_wanted(s, e->from))
		return;
	guint64 h = mix(mix(mix(17, (guint64)e->from << 32 | e->to), e->from_hold | e->to_hold << 4 | e->from_try << 8),
			e->same_instance | e->wait << 4);
	gint64 key = (gint64)h;
	guint at = GPOINTER_TO_UINT(g_hash_table_lookup(s->edge_keys, &key));

	if (at) {
		LoEdge *o = &LO_AT(s->edges, LoEdge, at - 1);
		guint32 n = o->witnesses + 1;
		if (is_better(e, o))
			*o = *e;
		o->witnesses = n;
		return;
	}
	g_array_append_vals(s->edges, e, 1);
	g_hash_table_insert(s->edge_keys, g_memdup2(&key, sizeof(key)), GUINT_TO_POINTER(s->edges->len));
	s->stats[s->stratum].new_edges++;
}

static gboolean add_pair(LoStrata *s, LoFnId fn, const OpenPair *p)
{
	FnSet *set = s->sets[fn];

	if (!is_followed(s, fn, &p->acq))
		return TRUE;
	guint64 locks = mix(mix(mix(3, p->held.lock), p->acq.lock), p->acq.cls);
	guint64 key = mix(mix(locks, p->held.hold | p->acq.hold << 4), p->acq.conds);

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

static guint8 compare_instances(const LoVals *vals, LoVal a, LoVal b)
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

/* Are all callers seen? */
static gboolean callers_decide(const LoStrata *s, LoFnId fn)
{
	return s->called[fn] && !s->taken[fn];
}

static void emit_pair(const Site *at, const OpenPair *p)
{
	LoStrata *s = at->s;
	const LoHeld *held = &p->held;
	const LoAcq *acq = &p->acq;
	LoClassId from = lo_class_of(s->classes, held->lock, LO_LOCK_UNKNOWN);

	if (from == LO_CLASS_NONE)
		return;
	if (from == LO_CLASS_OPEN || acq->cls == LO_CLASS_OPEN) {
		OpenPair open = *p;
		open.event = at->event;
		open.meet = LO_NO_ID;
		add_pair(s, at->fn, &open);
		return;
	}
	if (acq->slept && forbids_sleep(s, from))
		return;
	if (acq->conds && callers_decide(s, at->fn)) {
		OpenPair open = *p;
		open.event = at->event;
		if (open.meet == LO_NO_ID) {
			open.meet = at->fn;
			open.meet_event = at->event;
			open.meet_held = *held;
			open.meet_same = compare_instances(s->vals, held->lock, acq->lock);
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
	if (from == acq->cls || lo_class_get(s->classes, from)->base == lo_class_get(s->classes, acq->cls)->base)
		e.same_instance = p->meet_same == 2 ? 2 : compare_instances(s->vals, held->lock, acq->lock);
	add_edge(s, &e);
}

/* `held` and then `acq`, in fn: an edge, or a pair for the callers to decide. */
static void emit(const Site *at, const LoHeld *held, const LoAcq *acq)
{
	const OpenPair p = { .held = *held, .acq = *acq, .event = at->event, .meet = LO_NO_ID };

	emit_pair(at, &p);
}

/* An entry, in fn's terms, is added to its set once. */
static void add_acq(LoStrata *s, LoFnId fn, LoAcq a)
{
	FnSet *set = s->sets[fn];

	if (!is_followed(s, fn, &a))
		return;
	const LoValue *l = lo_val(s->vals, a.lock);

	if (a.cls != LO_CLASS_OPEN && (!(l->flags & LO_VF_PARAM) || l->depth > INSTANCE_DEPTH || a.hops))
		a.lock = lo_class_get(s->classes, a.cls)->is_static ? a.lock : LO_VAL_NONE;
	guint64 key = mix(mix(mix(mix(mix(7, a.cls), a.lock), a.dropped), a.conds), a.hold | a.try << 4 | a.wait << 5 | a.slept << 6);
	/* an exclusive one with nothing dropped makes every edge that the others make */
	guint64 strongest = mix(mix(mix(9, a.cls), a.lock), a.wait);
	if (set->acqs->len >= MAX_ACQS || lo_key_set_has(&set->keys, key) || lo_key_set_has(&set->keys, strongest))
		return;
	lo_key_set_add(&set->keys, a.hold == LO_HOLD_EXCLUSIVE && !a.dropped && !a.conds && !a.try && !a.slept ? strongest : key);
	g_array_append_val(set->acqs, a);
	s->stats[s->stratum].new_acqs++;
}

/* Locks that lockdep does not follow do not stand between the ones that it does. */
static gboolean is_unseen(const LoStrata *s, LoClassId cls)
{
	return cls < LO_CLASS_OPEN && !lo_class_is_followed(lo_class_get(s->classes, cls));
}

/* A pseudo lock that only keeps others from counting. */
static gboolean is_shield(const LoStrata *s, LoVal held)
{
	return lo_val(s->vals, held)->kind == LO_V_PSEUDO &&
		lo_model_shields(lo_vals_model(s->vals), lo_val_get_str(s->vals, held), NULL);
}

static gboolean is_shielded(const LoStrata *s, LoVal shield, LoClassId cls)
{
	return cls < LO_CLASS_OPEN && lo_model_shields(lo_vals_model(s->vals), lo_val_get_str(s->vals, shield),
						       g_ptr_array_index(lo_class_get(s->classes, cls)->names, 0));
}

/* What the locks held at the event are. */
static const HeldClass *site_helds(const Site *at)
{
	LoStrata *s = at->s;

	if (s->helds_of != at->id)
		g_array_set_size(s->helds, at->ev->n_held);
	for (guint i = 0; s->helds_of != at->id && i < at->ev->n_held; i++) {
		LoVal lock = LO_AT(at->sum->helds, LoHeld, at->ev->first_held + i).lock;
		LoClassId cls = lo_class_of(s->classes, lock, LO_LOCK_UNKNOWN);
		LO_AT(s->helds, HeldClass, i) = (HeldClass){ cls, is_shield(s, lock), is_unseen(s, cls) };
	}
	s->helds_of = at->id;
	return &LO_AT(s->helds, HeldClass, 0);
}

/* lockdep compares with every lock held, not only the last: the first `n` of those at the event. */
static void note_same_class(const Site *at, const LoAcq *a, guint n)
{
	LoStrata *s = at->s;
	const HeldClass *helds = site_helds(at);

	if (a->try || a->cls >= LO_CLASS_OPEN)
		return;
	for (guint i = n; i-- > 0;) {
		const LoHeld h = LO_AT(at->sum->helds, LoHeld, at->ev->first_held + i);
		LoClassId cls = helds[i].cls;
		if (cls < LO_CLASS_OPEN && !h.nocheck && !is_dropped(s, a->dropped, cls, h.lock) &&
		    lo_class_get(s->classes, cls)->base == lo_class_get(s->classes, a->cls)->base)
			emit(at, &h, a);
	}
}

/* With a lock held that serialises them, lockdep looks at no order of a further lock of the class (check_deadlock()). */
static gboolean holds_class(const Site *at, LoClassId cls)
{
	LoStrata *s = at->s;
	const HeldClass *helds = site_helds(at);

	for (guint i = 0; cls < LO_CLASS_OPEN && i < at->ev->n_held; i++) {
		LoClassId held = helds[i].cls;
		if (held < LO_CLASS_OPEN && lo_class_get(s->classes, held)->base == lo_class_get(s->classes, cls)->base)
			return TRUE;
	}
	return FALSE;
}

/* A grace period is waited for inside a reader that it waits for. */
static void note_grace_period(const Site *at, const LoAcq *a)
{
	const LoHeld reader = { .lock = a->lock, .hold = LO_HOLD_RECURSIVE, .event = at->event };

	if (a->wait && a->lock_kind == LO_LOCK_RCU &&
	    (at->ev->irq & LO_IN_RCU) && !(a->irq & LO_LEFT_RCU))
		emit(at, &reader, a);
}

/* An acquisition at an event of fn: edges from the locks held there, or an entry of fn's own set. */
static void note_acquisition(const Site *at, LoAcq a)
{
	LoStrata *s = at->s;
	const LoEvent *ev = at->ev;

	if (ev->nested && holds_class(at, a.cls))
		return;
	a.event = at->event;
	note_grace_period(at, &a);
	a.irq |= ev->irq;
	const HeldClass *helds = ev->n_held ? site_helds(at) : NULL;
	for (guint i = ev->n_held; i-- > 0;) {
		const LoHeld h = LO_AT(at->sum->helds, LoHeld, ev->first_held + i);
		LoClassId cls = helds[i].cls;
		if (cls == LO_CLASS_NONE || is_dropped(s, a.dropped, cls, h.lock))
			continue;
		if (helds[i].shield) {
			if (is_shielded(s, h.lock, a.cls))
				return;
			continue;
		}
		if (h.nocheck)
			continue;
		if (!a.try)
			emit(at, &h, &a);
		if (!h.try && !helds[i].unseen) {
			note_same_class(at, &a, i);
			return;
		}
	}
	a.dropped = add_own_dropped(at, a.dropped);
	a.slept |= ev->slept;
	add_acq(s, at->fn, a);
}

/* ---- events ---- */

/* An entry of the callee's set as the caller sees it; FALSE: it says nothing there. */
static gboolean read_entry(const Site *at, LoFnId callee, guint32 index, guint hop, guint fan, LoAcq *out)
{
	LoStrata *s = at->s;
	LoAcq a = LO_AT(s->sets[callee]->acqs, LoAcq, index);

	/* two guesses in a row say something only where each had few to choose from */
	if (a.try)	/* nothing waits for it */
		return FALSE;
	if (hop && a.hops && MAX(a.fan, fan) > LO_MAX_FAN_BEYOND_FIRST)
		return FALSE;
	if (a.cls == LO_CLASS_OPEN) {
		a.lock = site_subst(at, a.lock);
		if (!a.lock)
			return FALSE;
		a.cls = taken_class(s, a.lock, a.lock_kind);
		if (a.cls == LO_CLASS_NONE)
			return FALSE;
	} else if (hop && fan > FEW_TARGETS) {	/* which instance: a guess made nothing of */
		a.lock = lo_class_get(s->classes, a.cls)->is_static ? a.lock : LO_VAL_NONE;
	} else if (a.lock) {
		a.lock = site_subst(at, a.lock);
	}
	if (a.dropped)
		a.dropped = site_dropped(at, a.dropped);
	if (!site_conditions(at, a.conds, &a.conds))
		return FALSE;
	a.callee = callee;
	a.next = index;
	a.hops += hop;
	a.tainted |= at->tainting || (hop && is_entered(s, callee));
	a.depth = MIN(a.depth + 1, G_MAXUINT8);
	a.fan = MAX(a.fan, fan);
	*out = a;
	return TRUE;
}

static void take_entry(const Site *at, LoFnId callee, guint32 index, guint hop, guint fan)
{
	LoAcq a;

	if (read_entry(at, callee, index, hop, fan, &a))
		note_acquisition(at, a);
}

static void take_pair(const Site *at, LoFnId callee, guint32 index)
{
	LoStrata *s = at->s;
	OpenPair p = LO_AT(s->sets[callee]->pairs, OpenPair, index);

	p.held.lock = site_subst(at, p.held.lock);
	p.held.inner = TRUE;
	p.held.via = LO_NO_ID;
	p.held.event = at->event;
	p.acq.tainted |= at->tainting;
	if (p.acq.lock)
		p.acq.lock = site_subst(at, p.acq.lock);
	if (p.acq.cls == LO_CLASS_OPEN)
		p.acq.cls = taken_class(s, p.acq.lock, p.acq.lock_kind);
	if (!p.held.lock || p.acq.cls == LO_CLASS_NONE || !site_conditions(at, p.acq.conds, &p.acq.conds))
		return;
	emit_pair(at, &p);
}

static void process_call(Site *at, LoFnId callee, guint hop, guint fan)
{
	FnSet *own = at->s->sets[at->fn], *set = at->s->sets[callee];

	if (!set)
		return;
	for (; own->cursor[at->event] < set->acqs->len; own->cursor[at->event]++)
		take_entry(at, callee, own->cursor[at->event], hop, fan);
	for (; own->pair_cursor[at->event] < set->pairs->len; own->pair_cursor[at->event]++)
		take_pair(at, callee, own->pair_cursor[at->event]);
}

static gboolean read_acquire(const Site *at, LoAcq *out)
{
	LoStrata *s = at->s;
	LoAcq a = { .lock = at->ev->lock, .hold = at->ev->hold, .try = at->ev->try, .wait = at->ev->wait,
		    .lock_kind = at->ev->lock_kind, .callee = LO_NO_ID, .fan = 1, .tainted = at->tainting };

	a.cls = taken_class(s, a.lock, a.lock_kind);
	*out = a;
	return a.cls != LO_CLASS_NONE && site_conditions(at, 0, &out->conds);
}

static void process_acquire(Site *at)
{
	FnSet *own = at->s->sets[at->fn];
	LoAcq a;

	if (own->cursor[at->event])
		return;
	own->cursor[at->event] = 1;
	if (read_acquire(at, &a))
		note_acquisition(at, a);
}

/* An order that the model states: the one held lock is the first of it. */
static void process_order(Site *at)
{
	LoStrata *s = at->s;
	FnSet *own = s->sets[at->fn];
	LoAcq a = { .lock = at->ev->lock, .callee = LO_NO_ID, .fan = 1, .event = at->event,
		    .tainted = at->tainting };

	if (own->cursor[at->event]++)
		return;
	a.cls = taken_class(s, a.lock, LO_LOCK_UNKNOWN);
	if (a.cls != LO_CLASS_NONE)
		emit(at, &LO_AT(at->sum->helds, LoHeld, at->ev->first_held), &a);
}

static SlotSet *slot_set(LoStrata *s, const GArray *targets)
{
	SlotSet *set = g_hash_table_lookup(s->slots, targets);

	if (set)
		return set;
	set = g_new0(SlotSet, 1);
	set->targets = targets;
	set->items = g_array_new(FALSE, FALSE, sizeof(SlotItem));
	set->seen = g_new0(guint32, targets->len);
	g_hash_table_insert(s->slots, (gpointer)targets, set);
	return set;
}

static void slot_set_free(gpointer data)
{
	SlotSet *set = data;

	g_array_unref(set->items);
	lo_key_set_clear(&set->keys);
	g_free(set->seen);
	g_free(set);
}

/* What the targets knew at the end of the last stratum; each class once. */
static void refresh_slot(LoStrata *s, SlotSet *set)
{
	for (guint t = 0; t < set->targets->len; t++) {
		LoFnId fn = LO_AT(set->targets, guint32, t);
		FnSet *f = s->sets[fn];
		for (; f && set->seen[t] < f->snapshot; set->seen[t]++) {
			const LoAcq *a = &LO_AT(f->acqs, LoAcq, set->seen[t]);
			SlotItem item = { fn, set->seen[t] };
			guint64 h = mix(mix(mix(mix(11, a->cls), a->dropped), a->conds), a->hold | a->wait << 5 | a->slept << 6);
			if (a->try)
				continue;
			if (a->cls == LO_CLASS_OPEN)
				h = mix(h, a->lock);
			if (!lo_key_set_add(&set->keys, h))
				continue;
			g_array_append_val(set->items, item);
		}
	}
}

static void process_indirect(Site *at)
{
	LoStrata *s = at->s;
	FnSet *own = s->sets[at->fn];
	const GArray *targets = lo_targets_of_event(s->targets, s->summaries, at->ev);

	if (!targets || !targets->len || !s->stratum)
		return;
	SlotSet *set = slot_set(s, targets);
	refresh_slot(s, set);
	for (; own->cursor[at->event] < set->items->len; own->cursor[at->event]++) {
		const SlotItem it = LO_AT(set->items, SlotItem, own->cursor[at->event]);
		/* all that is registered runs: nothing was chosen */
		take_entry(at, it.fn, it.entry, 1, at->ev->kind == LO_EV_INVOKE ? 1 : targets->len);
	}
}

/* Functions that do not count have no set: nothing comes from them. */
static gboolean is_live(const LoStrata *s, LoFnId fn)
{
	return !s->live || s->live[fn];
}

static void process_fn(LoStrata *s, LoFnId fn)
{
	for (guint32 i = 0; s->sets[fn] && i < s->summaries[fn]->events->len; i++) {
		Site at = site_of(s, fn, i);
		switch ((LoEventKind)at.ev->kind) {
		case LO_EV_ACQUIRE: process_acquire(&at); break;
		case LO_EV_ORDER: process_order(&at); break;
		case LO_EV_CALL: process_call(&at, at.ev->callee, 0, 1); break;
		case LO_EV_ICALL:
		case LO_EV_INVOKE: process_indirect(&at); break;
		case LO_EV_ENABLE:
		case LO_EV_COMPLETE:
		case LO_EV_MISUSE:
		case LO_EV_SPAWN:
		case LO_EV_JOIN: break;
		}
	}
}

/* ---- for those who add edges ---- */

void lo_strata_each_acq(LoStrata *s, LoFnId fn, guint32 event, LoAcqVisitor visit, gpointer data)
{
	const Site at = site_of(s, fn, event);
	const LoEvent *ev = at.ev;
	const GArray *targets = lo_targets_of_event(s->targets, s->summaries, ev);
	const FnSet *callee = ev->kind == LO_EV_CALL ? s->sets[ev->callee] : NULL;
	LoAcq a;

	if (ev->kind == LO_EV_ACQUIRE && read_acquire(&at, &a) && a.cls < LO_CLASS_OPEN)
		visit(&a, data);
	for (guint i = 0; callee && i < callee->acqs->len; i++)
		if (read_entry(&at, ev->callee, i, 0, 1, &a) && a.cls < LO_CLASS_OPEN)
			visit(&a, data);
	const SlotSet *set = targets && targets->len ? g_hash_table_lookup(s->slots, targets) : NULL;
	for (guint i = 0; set && i < set->items->len; i++) {
		const SlotItem it = LO_AT(set->items, SlotItem, i);
		if (read_entry(&at, it.fn, it.entry, 1, targets->len, &a) && a.cls < LO_CLASS_OPEN)
			visit(&a, data);
	}
}

void lo_strata_add_edge(LoStrata *s, const LoEdge *e)
{
	add_edge(s, e);
}

/* ---- the passes ---- */

static FnSet *fn_set_new(guint n_events)
{
	FnSet *f = g_new0(FnSet, 1);

	f->acqs = g_array_new(FALSE, FALSE, sizeof(LoAcq));
	f->pairs = g_array_new(FALSE, FALSE, sizeof(OpenPair));
	f->cursor = g_new0(guint32, n_events + 1);
	f->pair_cursor = g_new0(guint32, n_events + 1);
	return f;
}

static void fn_set_free(FnSet *f)
{
	if (!f)
		return;
	g_array_unref(f->acqs);
	lo_key_set_clear(&f->keys);
	g_clear_pointer(&f->pairs, g_array_unref);
	lo_key_set_clear(&f->pair_keys);
	g_free(f->cursor);
	g_free(f->pair_cursor);
	g_free(f);
}

static LoScc *direct_components(LoStrata *s)
{
	g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(LoPair));

	for (guint32 fn = 0; fn < s->n; fn++) {
		const LoSummary *sum = s->summaries[fn];
		for (guint i = 0; sum && i < sum->events->len; i++) {
			const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
			LoPair p = { fn, ev->callee };
			if (ev->kind == LO_EV_CALL)
				g_array_append_val(pairs, p);
		}
	}
	g_autoptr(LoGraph) g = lo_graph_new(s->n, pairs);
	return lo_scc_new(g);
}

static guint64 set_size(const LoStrata *s, const LoScc *scc, guint32 comp)
{
	guint64 n = 0;

	for (guint32 i = scc->first[comp]; i < scc->first[comp + 1]; i++) {
		const FnSet *f = s->sets[scc->order[i]];
		n += f ? f->acqs->len + f->pairs->len : 0;
	}
	return n;
}

/* ---- what the outside starts ---- */

/* A lock with the starter's arguments put in. Of the starter's own parameters nothing is known: some such object. */
static LoVal started_lock(LoStrata *s, const LoStart *start, LoVal lock)
{
	if (!lock || lo_class_of(s->classes, lock, LO_LOCK_UNKNOWN) != LO_CLASS_OPEN)
		return lock;
	return lo_val_subst(s->vals, lock, NULL, 0, start->fn, 0);
}

/* An entry of the started function's set, with its arguments put in; FALSE: it is none that counts. */
static gboolean start_acq(const Site *at, const LoStart *start, LoAcq *a)
{
	LoStrata *s = at->s;

	if (a->try || !site_conditions(at, a->conds, &a->conds))
		return FALSE;
	if (a->lock)
		a->lock = started_lock(s, start, site_subst(at, a->lock));
	if (a->cls == LO_CLASS_OPEN)
		a->cls = taken_class(s, a->lock, a->lock_kind);
	return a->cls < LO_CLASS_OPEN;
}

/* What a function started from outside takes, under the lock that its starter holds. */
static void process_start(LoStrata *s, LoStart *start)
{
	FnSet *f = s->sets[start->fn];
	const LoEvent nowhere = { .kind = LO_EV_CALL };
	Site at = { s, start->fn, s->summaries[start->fn], &nowhere, 0, start->args, start->n_args, ++s->sites, FALSE };
	LoVal under = started_lock(s, start, start->lock);
	LoClassId from = under ? lo_class_of(s->classes, under, LO_LOCK_UNKNOWN) : LO_CLASS_NONE;

	if (!f)
		return;
	gboolean anew = is_entered(s, start->fn);
	for (; start->pair_cursor < f->pairs->len && start->n_args; start->pair_cursor++) {
		OpenPair p = LO_AT(f->pairs, OpenPair, start->pair_cursor);
		LoHeld held = { .lock = started_lock(s, start, site_subst(&at, p.held.lock)), .hold = p.held.hold,
				.try = p.held.try, .event = G_MAXUINT32 };
		at.event = p.event;
		p.acq.tainted |= anew;
		if (held.lock && start_acq(&at, start, &p.acq) && lo_class_of(s->classes, held.lock, LO_LOCK_UNKNOWN) < LO_CLASS_OPEN)
			emit(&at, &held, &p.acq);
	}
	for (; from < LO_CLASS_OPEN && start->cursor < f->acqs->len; start->cursor++) {
		LoAcq a = LO_AT(f->acqs, LoAcq, start->cursor);
		if (s->delta && !a.tainted && !anew)
			continue;
		if (is_dropped(s, a.dropped, from, LO_VAL_NONE) || (a.slept && forbids_sleep(s, from)) || !start_acq(&at, start, &a))
			continue;
		LoEdge e = { .from = from, .to = a.cls, .to_hold = a.hold, .wait = a.wait, .hops = a.hops, .depth = a.depth, .fan = a.fan,
			     .fn = start->fn, .event = a.event, .callee = a.callee, .next = a.next, .witnesses = 1,
			     .held = { .lock = start->lock, .event = G_MAXUINT32 } };
		if (from == a.cls)
			e.same_instance = compare_instances(s->vals, start->lock, a.lock);
		add_edge(s, &e);
	}
}

/* Pairs of functions that nothing calls directly: their parameters stay unknown objects. */
static void close_root_pairs(LoStrata *s, LoFnId fn)
{
	FnSet *set = s->sets[fn];

	for (; set->closed < set->pairs->len; set->closed++) {
		OpenPair p = LO_AT(set->pairs, OpenPair, set->closed);
		Site at = site_of(s, fn, p.event);
		at.args = NULL;
		at.n_args = 0;
		LoHeld held = { .lock = site_subst(&at, p.held.lock), .hold = p.held.hold, .try = p.held.try, .event = G_MAXUINT32 };
		LoAcq a = p.acq;
		a.lock = a.lock ? site_subst(&at, a.lock) : LO_VAL_NONE;
		if (a.cls == LO_CLASS_OPEN)
			a.cls = taken_class(s, a.lock, a.lock_kind);
		if (held.lock && a.cls < LO_CLASS_OPEN && lo_class_of(s->classes, held.lock, LO_LOCK_UNKNOWN) < LO_CLASS_OPEN)
			emit(&at, &held, &a);
	}
}

static void note_taken(LoStrata *s, LoVal v)
{
	LoVal values[8];

	for (guint i = lo_val_alternatives(s->vals, v, values); i-- > 0;)
		if (lo_val(s->vals, values[i])->kind == LO_V_FN)
			s->taken[lo_val(s->vals, values[i])->a] = TRUE;
}

static void note_taken_initially(LoVals *vals, LoVal addr, LoVal value, LoVarId var, gpointer strata)
{
	(void)vals;
	(void)addr;
	(void)var;
	note_taken(strata, value);
}

static void find_taken(LoStrata *s)
{
	s->taken = g_new0(guint8, s->n + 1);
	lo_vals_each_initial(s->vals, note_taken_initially, s);
	for (guint32 fn = 0; fn < s->n; fn++) {
		const LoSummary *sum = s->summaries[fn];
		for (guint i = 0; sum && i < sum->stores->len; i++)
			note_taken(s, LO_AT(sum->stores, LoStoreFact, i).value);
		for (guint i = 0; sum && i < sum->regs->len; i++)
			note_taken(s, LO_AT(sum->regs, LoRegFact, i).object);
		for (guint i = 0; sum && i < sum->events->len; i++) {
			const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
			for (guint k = 0; k < ev->n_args; k++)
				note_taken(s, LO_AT(sum->vals, LoVal, ev->first_arg + k));
		}
	}
}

static void find_called(LoStrata *s)
{
	s->called = g_new0(guint8, s->n + 1);
	for (guint32 fn = 0; fn < s->n; fn++) {
		const LoSummary *sum = is_live(s, fn) ? s->summaries[fn] : NULL;
		for (guint i = 0; sum && i < sum->events->len; i++) {
			const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
			if (ev->kind == LO_EV_CALL && ev->callee != fn)
				s->called[ev->callee] = TRUE;
		}
	}
}

static void run_stratum(LoStrata *s, const LoScc *scc)
{
	for (guint32 comp = 0; comp < scc->n_comps; comp++) {
		guint32 size = scc->first[comp + 1] - scc->first[comp];
		guint64 before;
		guint rounds = 0;
		do {
			before = set_size(s, scc, comp);
			for (guint32 i = scc->first[comp]; i < scc->first[comp + 1]; i++)
				process_fn(s, scc->order[i]);
		} while (size > 1 && set_size(s, scc, comp) != before && ++rounds < 20);
		/* complete: nothing is added to these sets any more */
		for (guint32 i = scc->first[comp]; s->stratum == s->strata && i < scc->first[comp + 1]; i++)
			if (s->sets[scc->order[i]])
				lo_key_set_clear(&s->sets[scc->order[i]]->keys);
		s->stats[s->stratum].largest_component = MAX(s->stats[s->stratum].largest_component, size);
	}
	for (guint32 fn = 0; fn < s->n; fn++)
		if (s->sets[fn] && !s->called[fn])
			close_root_pairs(s, fn);
	for (guint i = 0; i < s->starts->len; i++)
		process_start(s, &LO_AT(s->starts, LoStart, i));
	for (guint32 fn = 0; fn < s->n; fn++)
		if (s->sets[fn])
			s->sets[fn]->snapshot = s->sets[fn]->acqs->len;
}

/* The entries stay, for the chains; what finds repeats among them is done with. */
static void drop_working_sets(LoStrata *s)
{
	for (guint i = 0; i < s->n; i++) {
		FnSet *f = s->sets[i];
		if (!f)
			continue;
		lo_key_set_clear(&f->keys);
		lo_key_set_clear(&f->pair_keys);
		g_clear_pointer(&f->pairs, g_array_unref);
		g_clear_pointer(&f->cursor, g_free);
		g_clear_pointer(&f->pair_cursor, g_free);
	}
	g_clear_pointer(&s->slots, g_hash_table_unref);
	g_clear_pointer(&s->edge_keys, g_hash_table_unref);
}

LoStrata *lo_strata_new(LoVals *vals, LoSummary *const *summaries, guint n, LoClasses *classes, LoTargets *targets,
			const LoStrataOptions *opt)
{
	LoStrata *s = g_new0(LoStrata, 1);

	s->vals = vals;
	s->program = lo_vals_program(vals);
	s->summaries = summaries;
	s->n = n;
	s->classes = classes;
	s->targets = targets;
	s->strata = MIN(opt->strata, MAX_STRATA - 1);
	s->live = opt->live;
	s->only = opt->only;
	s->delta = opt->delta;
	s->wanted = g_array_new(FALSE, TRUE, sizeof(guint8));
	s->helds = g_array_new(FALSE, FALSE, sizeof(HeldClass));
	s->sets = g_new0(FnSet *, n);
	s->slots = g_hash_table_new_full(NULL, NULL, NULL, slot_set_free);
	s->edges = g_array_new(FALSE, FALSE, sizeof(LoEdge));
	s->starts = lo_starts_find(vals, summaries, n);
	s->edge_keys = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	s->dropsets = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	g_ptr_array_add(s->dropsets, g_array_new(FALSE, FALSE, sizeof(guint32)));
	s->dropset_ids = g_hash_table_new(NULL, NULL);
	s->conditions = lo_conditions_new(vals);
	s->callers = lo_callers_new(vals, summaries, n, classes, targets, s->conditions, s->starts);
	s->kernel = lo_program_find_fn(s->program, "mutex_lock", "") != LO_NO_ID ||
		lo_program_find_fn(s->program, "mutex_lock_nested", "") != LO_NO_ID;
	for (guint i = 0; i < n; i++)
		if (summaries[i] && summaries[i]->events->len && is_live(s, i))
			s->sets[i] = fn_set_new(summaries[i]->events->len);
	find_called(s);
	find_taken(s);
	LoScc *scc = direct_components(s);
	for (s->stratum = 0; s->stratum <= s->strata; s->stratum++) {
		run_stratum(s, scc);
		g_debug("stratum %u: %" G_GUINT64_FORMAT " acquisitions, %" G_GUINT64_FORMAT " edges, component of %u", s->stratum,
			s->stats[s->stratum].new_acqs, s->stats[s->stratum].new_edges, s->stats[s->stratum].largest_component);
	}
	s->stratum = s->strata;
	lo_waits_connect(s, vals, summaries, n, scc, classes, s->delta != NULL);
	lo_scc_free(scc);
	drop_working_sets(s);
	return s;
}

void lo_strata_free(LoStrata *s)
{
	if (!s)
		return;
	for (guint i = 0; i < s->n; i++)
		fn_set_free(s->sets[i]);
	g_free(s->sets);
	g_free(s->called);
	g_free(s->taken);
	g_clear_pointer(&s->slots, g_hash_table_unref);
	g_array_unref(s->edges);
	g_array_unref(s->starts);
	g_clear_pointer(&s->edge_keys, g_hash_table_unref);
	g_ptr_array_unref(s->dropsets);
	g_hash_table_unref(s->dropset_ids);
	g_array_unref(s->wanted);
	g_array_unref(s->helds);
	lo_callers_free(s->callers);
	lo_conditions_free(s->conditions);
	g_free(s);
}

const GArray *lo_strata_acqs(const LoStrata *s, LoFnId fn)
{
	return s->sets[fn] ? s->sets[fn]->acqs : NULL;
}

const GArray *lo_strata_edges(const LoStrata *s)
{
	return s->edges;
}

const LoStratumStats *lo_strata_stats(const LoStrata *s, guint stratum)
{
	return &s->stats[stratum];
}

LoConditions *lo_strata_conditions(const LoStrata *s)
{
	return s->conditions;
}
