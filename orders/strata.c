#include "orders/strata_internal.h"

#include "orders/waits.h"
#include "summary/starts.h"

#include <stdlib.h>
#include <string.h>

#define MAX_ACQS 6000		/* of one function; beyond, its set is cut */
#define INSTANCE_DEPTH 4
#define FEW_TARGETS 4		/* of an indirect call, whose arguments tell which object it is */

/* An entry, in fn's terms, is added to its set once. */
static void add_acq(LoStrata *s, LoFnId fn, LoAcq a)
{
	LoFnSet *set = s->sets[fn];

	if (!lo_acq_is_followed(s, fn, &a))
		return;
	const LoValue *l = lo_val(s->vals, a.lock);

	if (a.cls != LO_CLASS_OPEN && (!(l->flags & LO_VF_PARAM) || l->depth > INSTANCE_DEPTH || a.hops))
		a.lock = lo_class_get(s->classes, a.cls)->is_static ? a.lock : LO_VAL_NONE;
	guint64 key = lo_mix(lo_mix(lo_mix(lo_mix(lo_mix(7, a.cls), a.lock), a.dropped), a.conds), a.hold | a.try << 4 | a.wait << 5 | a.slept << 6);
	/* an exclusive one with nothing dropped makes every edge that the others make */
	guint64 strongest = lo_mix(lo_mix(lo_mix(9, a.cls), a.lock), a.wait);
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
static const LoHeldClass *site_helds(const LoSite *at)
{
	LoStrata *s = at->s;

	if (s->helds_of != at->id)
		g_array_set_size(s->helds, at->ev->n_held);
	for (guint i = 0; s->helds_of != at->id && i < at->ev->n_held; i++) {
		LoVal lock = LO_AT(at->sum->helds, LoHeld, at->ev->first_held + i).lock;
		LoClassId cls = lo_class_of(s->classes, lock, LO_LOCK_UNKNOWN);
		LO_AT(s->helds, LoHeldClass, i) = (LoHeldClass){ cls, is_shield(s, lock), is_unseen(s, cls) };
	}
	s->helds_of = at->id;
	return (const LoHeldClass *)(gconstpointer)s->helds->data;
}

/* lockdep compares with every lock held, not only the last: the first `n` of those at the event. */
static void note_same_class(const LoSite *at, const LoAcq *a, guint n)
{
	LoStrata *s = at->s;
	const LoHeldClass *helds = site_helds(at);

	if (a->try || a->cls >= LO_CLASS_OPEN)
		return;
	for (guint i = n; i-- > 0;) {
		const LoHeld h = LO_AT(at->sum->helds, LoHeld, at->ev->first_held + i);
		LoClassId cls = helds[i].cls;
		if (cls < LO_CLASS_OPEN && !h.nocheck && !lo_acq_is_dropped(s, a->dropped, cls, h.lock) &&
		    lo_class_get(s->classes, cls)->base == lo_class_get(s->classes, a->cls)->base)
			lo_site_emit(at, &h, a);
	}
}

/* With a lock held that serialises them, lockdep looks at no order of a further lock of the class (check_deadlock()). */
static gboolean holds_class(const LoSite *at, LoClassId cls)
{
	LoStrata *s = at->s;
	const LoHeldClass *helds = site_helds(at);

	for (guint i = 0; cls < LO_CLASS_OPEN && i < at->ev->n_held; i++) {
		LoClassId held = helds[i].cls;
		if (held < LO_CLASS_OPEN && lo_class_get(s->classes, held)->base == lo_class_get(s->classes, cls)->base)
			return TRUE;
	}
	return FALSE;
}

/* A grace period is waited for inside a reader that it waits for. */
static void note_grace_period(const LoSite *at, const LoAcq *a)
{
	const LoHeld reader = { .lock = a->lock, .hold = LO_HOLD_RECURSIVE, .event = at->event };

	if (a->wait && a->lock_kind == LO_LOCK_RCU &&
	    (at->ev->irq & LO_IN_RCU) && !(a->irq & LO_LEFT_RCU))
		lo_site_emit(at, &reader, a);
}

/* An acquisition at an event of fn: edges from the locks held there, or an entry of fn's own set. */
static void note_acquisition(const LoSite *at, LoAcq a)
{
	LoStrata *s = at->s;
	const LoEvent *ev = at->ev;

	if (ev->nested && holds_class(at, a.cls))
		return;
	a.event = at->event;
	note_grace_period(at, &a);
	a.irq |= ev->irq;
	const LoHeldClass *helds = ev->n_held ? site_helds(at) : NULL;
	for (guint i = ev->n_held; i-- > 0;) {
		const LoHeld h = LO_AT(at->sum->helds, LoHeld, ev->first_held + i);
		LoClassId cls = helds[i].cls;
		if (cls == LO_CLASS_NONE || lo_acq_is_dropped(s, a.dropped, cls, h.lock))
			continue;
		if (helds[i].shield) {
			if (is_shielded(s, h.lock, a.cls))
				return;
			continue;
		}
		if (h.nocheck)
			continue;
		if (!a.try)
			lo_site_emit(at, &h, &a);
		if (!h.try && !helds[i].unseen) {
			note_same_class(at, &a, i);
			return;
		}
	}
	a.dropped = lo_site_add_own_dropped(at, a.dropped);
	a.slept |= ev->slept;
	add_acq(s, at->fn, a);
}

/* ---- events ---- */

/* An entry of the callee's set as the caller sees it; FALSE: it says nothing there. */
static gboolean read_entry(const LoSite *at, LoFnId callee, guint32 index, guint hop, guint fan, LoAcq *out)
{
	LoStrata *s = at->s;
	LoAcq a = LO_AT(s->sets[callee]->acqs, LoAcq, index);

	/* two guesses in a row say something only where each had few to choose from */
	if (a.try)	/* nothing waits for it */
		return FALSE;
	if (hop && a.hops && MAX(a.fan, fan) > LO_MAX_FAN_BEYOND_FIRST)
		return FALSE;
	if (a.cls == LO_CLASS_OPEN) {
		a.lock = lo_site_subst(at, a.lock);
		if (!a.lock)
			return FALSE;
		a.cls = lo_acq_class(s, a.lock, a.lock_kind);
		if (a.cls == LO_CLASS_NONE)
			return FALSE;
	} else if (hop && fan > FEW_TARGETS) {	/* which instance: a guess made nothing of */
		a.lock = lo_class_get(s->classes, a.cls)->is_static ? a.lock : LO_VAL_NONE;
	} else if (a.lock) {
		a.lock = lo_site_subst(at, a.lock);
	}
	if (a.dropped)
		a.dropped = lo_site_dropped(at, a.dropped);
	if (!lo_site_conditions(at, a.conds, &a.conds))
		return FALSE;
	a.callee = callee;
	a.next = index;
	a.hops += hop;
	a.tainted |= at->tainting || (hop && lo_acq_is_entered(s, callee));
	a.depth = MIN(a.depth + 1, G_MAXUINT8);
	a.fan = MAX(a.fan, fan);
	*out = a;
	return TRUE;
}

static void take_entry(const LoSite *at, LoFnId callee, guint32 index, guint hop, guint fan)
{
	LoAcq a;

	if (read_entry(at, callee, index, hop, fan, &a))
		note_acquisition(at, a);
}

static void take_pair(const LoSite *at, LoFnId callee, guint32 index)
{
	LoStrata *s = at->s;
	LoOpenPair p = LO_AT(s->sets[callee]->pairs, LoOpenPair, index);

	p.held.lock = lo_site_subst(at, p.held.lock);
	p.held.inner = TRUE;
	p.held.via = LO_NO_ID;
	p.held.event = at->event;
	p.acq.tainted |= at->tainting;
	if (p.acq.lock)
		p.acq.lock = lo_site_subst(at, p.acq.lock);
	if (p.acq.cls == LO_CLASS_OPEN)
		p.acq.cls = lo_acq_class(s, p.acq.lock, p.acq.lock_kind);
	if (!p.held.lock || p.acq.cls == LO_CLASS_NONE || !lo_site_conditions(at, p.acq.conds, &p.acq.conds))
		return;
	lo_site_emit_pair(at, &p);
}

static void process_call(LoSite *at, LoFnId callee, guint hop, guint fan)
{
	LoFnSet *own = at->s->sets[at->fn], *set = at->s->sets[callee];

	if (!set)
		return;
	for (; own->cursor[at->event] < set->acqs->len; own->cursor[at->event]++)
		take_entry(at, callee, own->cursor[at->event], hop, fan);
	for (; own->pair_cursor[at->event] < set->pairs->len; own->pair_cursor[at->event]++)
		take_pair(at, callee, own->pair_cursor[at->event]);
}

static gboolean read_acquire(const LoSite *at, LoAcq *out)
{
	LoStrata *s = at->s;
	LoAcq a = { .lock = at->ev->lock, .hold = at->ev->hold, .try = at->ev->try, .wait = at->ev->wait,
		    .lock_kind = at->ev->lock_kind, .callee = LO_NO_ID, .fan = 1, .tainted = at->tainting };

	a.cls = lo_acq_class(s, a.lock, a.lock_kind);
	*out = a;
	return a.cls != LO_CLASS_NONE && lo_site_conditions(at, 0, &out->conds);
}

static void process_acquire(LoSite *at)
{
	LoFnSet *own = at->s->sets[at->fn];
	LoAcq a;

	if (own->cursor[at->event])
		return;
	own->cursor[at->event] = 1;
	if (read_acquire(at, &a))
		note_acquisition(at, a);
}

/* An order that the model states: the one held lock is the first of it. */
static void process_order(LoSite *at)
{
	LoStrata *s = at->s;
	LoFnSet *own = s->sets[at->fn];
	LoAcq a = { .lock = at->ev->lock, .callee = LO_NO_ID, .fan = 1, .event = at->event,
		    .tainted = at->tainting };

	if (own->cursor[at->event]++)
		return;
	a.cls = lo_acq_class(s, a.lock, LO_LOCK_UNKNOWN);
	if (a.cls != LO_CLASS_NONE)
		lo_site_emit(at, &LO_AT(at->sum->helds, LoHeld, at->ev->first_held), &a);
}

static LoSlotSet *slot_set(LoStrata *s, const GArray *targets)
{
	LoSlotSet *set = g_hash_table_lookup(s->slots, targets);

	if (set)
		return set;
	set = g_new0(LoSlotSet, 1);
	set->targets = targets;
	set->items = g_array_new(FALSE, FALSE, sizeof(LoSlotItem));
	set->seen = g_new0(guint32, targets->len);
	g_hash_table_insert(s->slots, (gpointer)targets, set);
	return set;
}

static void slot_set_free(gpointer data)
{
	LoSlotSet *set = data;

	g_array_unref(set->items);
	lo_key_set_clear(&set->keys);
	g_free(set->seen);
	g_free(set);
}

/* What the targets knew at the end of the last stratum; each class once. */
static void refresh_slot(LoStrata *s, LoSlotSet *set)
{
	for (guint t = 0; t < set->targets->len; t++) {
		LoFnId fn = LO_AT(set->targets, guint32, t);
		LoFnSet *f = s->sets[fn];
		for (; f && set->seen[t] < f->snapshot; set->seen[t]++) {
			const LoAcq *a = &LO_AT(f->acqs, LoAcq, set->seen[t]);
			LoSlotItem item = { fn, set->seen[t] };
			guint64 h = lo_mix(lo_mix(lo_mix(lo_mix(11, a->cls), a->dropped), a->conds), a->hold | a->wait << 5 | a->slept << 6);
			if (a->try)
				continue;
			if (a->cls == LO_CLASS_OPEN)
				h = lo_mix(h, a->lock);
			if (!lo_key_set_add(&set->keys, h))
				continue;
			g_array_append_val(set->items, item);
		}
	}
}

static void process_indirect(LoSite *at)
{
	LoStrata *s = at->s;
	LoFnSet *own = s->sets[at->fn];
	const GArray *targets = lo_targets_of_event(s->targets, s->summaries, at->ev);

	if (!targets || !targets->len || !s->stratum)
		return;
	LoSlotSet *set = slot_set(s, targets);
	guint fan = lo_targets_fan(s->targets, at->ev, targets);
	refresh_slot(s, set);
	for (; own->cursor[at->event] < set->items->len; own->cursor[at->event]++) {
		const LoSlotItem it = LO_AT(set->items, LoSlotItem, own->cursor[at->event]);
		take_entry(at, it.fn, it.entry, 1, fan);
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
		LoSite at = lo_site_of(s, fn, i);
		switch ((LoEventKind)at.ev->kind) {
		case LO_EV_ACQUIRE: process_acquire(&at); break;
		case LO_EV_ORDER: process_order(&at); break;
		case LO_EV_CALL: process_call(&at, at.ev->callee, 0, 1); break;
		case LO_EV_ICALL:
		case LO_EV_INVOKE: process_indirect(&at); break;
		case LO_EV_ENABLE:
		case LO_EV_COMPLETE:
		case LO_EV_END:
		case LO_EV_MISUSE:
		case LO_EV_SPAWN:
		case LO_EV_JOIN: break;
		}
	}
}

/* ---- for those who add edges ---- */

void lo_strata_each_acq(LoStrata *s, LoFnId fn, guint32 event, LoAcqVisitor visit, gpointer data)
{
	const LoSite at = lo_site_of(s, fn, event);
	const LoEvent *ev = at.ev;
	const GArray *targets = lo_targets_of_event(s->targets, s->summaries, ev);
	const LoFnSet *callee = ev->kind == LO_EV_CALL ? s->sets[ev->callee] : NULL;
	LoAcq a;

	if (ev->kind == LO_EV_ACQUIRE && read_acquire(&at, &a) && a.cls < LO_CLASS_OPEN)
		visit(&a, data);
	for (guint i = 0; callee && i < callee->acqs->len; i++)
		if (read_entry(&at, ev->callee, i, 0, 1, &a) && a.cls < LO_CLASS_OPEN)
			visit(&a, data);
	const LoSlotSet *set = targets && targets->len ? g_hash_table_lookup(s->slots, targets) : NULL;
	guint fan = lo_targets_fan(s->targets, ev, targets);
	for (guint i = 0; set && i < set->items->len; i++) {
		const LoSlotItem it = LO_AT(set->items, LoSlotItem, i);
		if (read_entry(&at, it.fn, it.entry, 1, fan, &a) && a.cls < LO_CLASS_OPEN)
			visit(&a, data);
	}
}

/* ---- the passes ---- */

static LoFnSet *fn_set_new(guint n_events)
{
	LoFnSet *f = g_new0(LoFnSet, 1);

	f->acqs = g_array_new(FALSE, FALSE, sizeof(LoAcq));
	f->pairs = g_array_new(FALSE, FALSE, sizeof(LoOpenPair));
	f->cursor = g_new0(guint32, n_events + 1);
	f->pair_cursor = g_new0(guint32, n_events + 1);
	return f;
}

static void fn_set_free(LoFnSet *f)
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
		const LoFnSet *f = s->sets[scc->order[i]];
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
static gboolean start_acq(const LoSite *at, const LoStart *start, LoAcq *a)
{
	LoStrata *s = at->s;

	if (a->try || !lo_site_conditions(at, a->conds, &a->conds))
		return FALSE;
	if (a->lock)
		a->lock = started_lock(s, start, lo_site_subst(at, a->lock));
	if (a->cls == LO_CLASS_OPEN)
		a->cls = lo_acq_class(s, a->lock, a->lock_kind);
	return a->cls < LO_CLASS_OPEN;
}

/* What a function started from outside takes, under the lock that its starter holds. */
static void process_start(LoStrata *s, LoStart *start)
{
	LoFnSet *f = s->sets[start->fn];
	const LoEvent nowhere = { .kind = LO_EV_CALL };
	LoSite at = { s, start->fn, s->summaries[start->fn], &nowhere, 0, start->args, start->n_args, ++s->sites, FALSE };
	LoVal under = started_lock(s, start, start->lock);
	LoClassId from = under ? lo_class_of(s->classes, under, LO_LOCK_UNKNOWN) : LO_CLASS_NONE;

	if (!f)
		return;
	gboolean anew = lo_acq_is_entered(s, start->fn);
	for (; start->pair_cursor < f->pairs->len && start->n_args; start->pair_cursor++) {
		LoOpenPair p = LO_AT(f->pairs, LoOpenPair, start->pair_cursor);
		LoHeld held = { .lock = started_lock(s, start, lo_site_subst(&at, p.held.lock)), .hold = p.held.hold,
				.try = p.held.try, .event = G_MAXUINT32 };
		at.event = p.event;
		p.acq.tainted |= anew;
		if (held.lock && start_acq(&at, start, &p.acq) && lo_class_of(s->classes, held.lock, LO_LOCK_UNKNOWN) < LO_CLASS_OPEN)
			lo_site_emit(&at, &held, &p.acq);
	}
	for (; from < LO_CLASS_OPEN && start->cursor < f->acqs->len; start->cursor++) {
		LoAcq a = LO_AT(f->acqs, LoAcq, start->cursor);
		if (s->delta && !a.tainted && !anew)
			continue;
		if (lo_acq_is_dropped(s, a.dropped, from, LO_VAL_NONE) || (a.slept && lo_strata_forbids_sleep(s, from)) || !start_acq(&at, start, &a))
			continue;
		LoEdge e = { .from = from, .to = a.cls, .from_hold = start->hold, .to_hold = a.hold, .wait = a.wait, .hops = a.hops, .depth = a.depth, .fan = a.fan,
			     .fn = start->fn, .event = a.event, .callee = a.callee, .next = a.next, .witnesses = 1,
			     .held = { .lock = start->lock, .hold = start->hold, .event = G_MAXUINT32 } };
		if (from == a.cls)
			e.same_instance = lo_compare_instances(s->vals, start->lock, a.lock);
		lo_strata_add_edge(s, &e);
	}
}

/* Pairs of functions that nothing calls directly: their parameters stay unknown objects. */
static void close_root_pairs(LoStrata *s, LoFnId fn)
{
	LoFnSet *set = s->sets[fn];

	for (; set->closed < set->pairs->len; set->closed++) {
		LoOpenPair p = LO_AT(set->pairs, LoOpenPair, set->closed);
		LoSite at = lo_site_of(s, fn, p.event);
		at.args = NULL;
		at.n_args = 0;
		LoHeld held = { .lock = lo_site_subst(&at, p.held.lock), .hold = p.held.hold, .try = p.held.try, .event = G_MAXUINT32 };
		LoAcq a = p.acq;
		a.lock = a.lock ? lo_site_subst(&at, a.lock) : LO_VAL_NONE;
		if (a.cls == LO_CLASS_OPEN)
			a.cls = lo_acq_class(s, a.lock, a.lock_kind);
		if (held.lock && a.cls < LO_CLASS_OPEN && lo_class_of(s->classes, held.lock, LO_LOCK_UNKNOWN) < LO_CLASS_OPEN)
			lo_site_emit(&at, &held, &a);
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
		LoFnSet *f = s->sets[i];
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

/* What depends on the program only. */
static void prepare(LoStrata *s)
{
	s->starts = lo_starts_find(s->vals, s->summaries, s->n);
	s->conditions = lo_conditions_new(s->vals);
	s->callers = lo_callers_new(s->vals, s->summaries, s->n, s->classes, s->targets, s->conditions, s->starts);
	find_taken(s);
	s->scc = direct_components(s);
}

static void share(LoStrata *s, const LoStrata *from)
{
	s->lent = TRUE;
	s->starts = g_array_copy(from->starts);
	for (guint i = 0; i < s->starts->len; i++)
		LO_AT(s->starts, LoStart, i).cursor = LO_AT(s->starts, LoStart, i).pair_cursor = 0;
	s->conditions = from->conditions;
	s->callers = from->callers;
	s->taken = from->taken;
	s->scc = from->scc;
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
	s->strata = MIN(opt->strata, LO_MAX_STRATA - 1);
	s->live = opt->live;
	s->only = opt->only;
	s->delta = opt->delta;
	s->wanted = g_array_new(FALSE, TRUE, sizeof(guint8));
	s->helds = g_array_new(FALSE, FALSE, sizeof(LoHeldClass));
	s->sets = g_new0(LoFnSet *, n);
	s->slots = g_hash_table_new_full(NULL, NULL, NULL, slot_set_free);
	s->edges = g_array_new(FALSE, FALSE, sizeof(LoEdge));
	s->edge_keys = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	s->dropsets = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	g_ptr_array_add(s->dropsets, g_array_new(FALSE, FALSE, sizeof(guint32)));
	s->dropset_ids = g_hash_table_new(NULL, NULL);
	s->kernel = lo_program_find_fn(s->program, "mutex_lock", "") != LO_NO_ID ||
		lo_program_find_fn(s->program, "mutex_lock_nested", "") != LO_NO_ID;
	for (guint i = 0; i < n; i++)
		if (summaries[i] && summaries[i]->events->len && is_live(s, i))
			s->sets[i] = fn_set_new(summaries[i]->events->len);
	find_called(s);
	if (opt->like)
		share(s, opt->like);
	else
		prepare(s);
	for (s->stratum = 0; s->stratum <= s->strata; s->stratum++) {
		run_stratum(s, s->scc);
		g_debug("stratum %u: %" G_GUINT64_FORMAT " acquisitions, %" G_GUINT64_FORMAT " edges, component of %u", s->stratum,
			s->stats[s->stratum].new_acqs, s->stats[s->stratum].new_edges, s->stats[s->stratum].largest_component);
	}
	s->stratum = s->strata;
	lo_waits_connect(s, vals, summaries, n, s->scc, classes, s->delta != NULL);
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
	g_clear_pointer(&s->slots, g_hash_table_unref);
	g_array_unref(s->edges);
	g_array_unref(s->starts);
	g_clear_pointer(&s->edge_keys, g_hash_table_unref);
	g_ptr_array_unref(s->dropsets);
	g_hash_table_unref(s->dropset_ids);
	g_array_unref(s->wanted);
	g_array_unref(s->helds);
	if (!s->lent) {
		g_free(s->taken);
		lo_scc_free(s->scc);
		lo_callers_free(s->callers);
		lo_conditions_free(s->conditions);
	}
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
