#include "orders/strata_internal.h"

#define MAX_ACQS 6000		/* of one function; beyond, its set is cut */
#define INSTANCE_DEPTH 4
#define FEW_TARGETS 4		/* of an indirect call, whose arguments tell which object it is */

/* An entry, in fn's terms, is added to its set once. */
static void add_acq(LoStrataWorker *w, LoFnId fn, LoAcq a)
{
	LoStrata *s = w->s;
	LoFnSet *set = s->sets[fn];

	if (!lo_acq_is_followed(s, fn, &a))
		return;
	const LoValue *l = lo_val(s->vals, a.lock);
	gboolean fixed = !(l->flags & (LO_VF_PARAM | LO_VF_LOCAL));

	if (a.cls != LO_CLASS_OPEN && (!(l->flags & LO_VF_PARAM) || l->depth > INSTANCE_DEPTH || a.hops))
		a.lock = fixed && lo_class_get(s->classes, a.cls)->is_static ? a.lock : LO_VAL_NONE;
	a.fixed = fixed || !a.lock;
	guint64 key = lo_mix(lo_mix(lo_mix(lo_mix(lo_mix(7, a.cls), a.lock), a.dropped), a.conds), a.hold | a.try << 4 | a.wait << 5 | a.slept << 6);
	/* an exclusive one with nothing dropped makes every edge that the others make */
	guint64 strongest = lo_mix(lo_mix(lo_mix(9, a.cls), a.lock), a.wait);
	if (set->acqs->len >= MAX_ACQS || lo_key_set_has(&set->keys, key) || lo_key_set_has(&set->keys, strongest))
		return;
	lo_key_set_add(&set->keys, a.hold == LO_HOLD_EXCLUSIVE && !a.dropped && !a.conds && !a.try && !a.slept ? strongest : key);
	g_array_append_val(set->acqs, a);
	w->new_acqs++;
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
	const LoStrata *s = at->s;
	LoStrataWorker *w = at->w;

	if (w->helds_of == at->id)
		return (const LoHeldClass *)(gconstpointer)w->helds->data;
	g_array_set_size(w->helds, at->ev->n_held);
	for (guint i = 0; i < at->ev->n_held; i++) {
		LoVal lock = LO_AT(at->sum->helds, LoHeld, at->ev->first_held + i).lock;
		LoClassId cls = lo_class_of(s->classes, lock, LO_LOCK_UNKNOWN);
		LO_AT(w->helds, LoHeldClass, i) = (LoHeldClass){ cls, is_shield(s, lock), is_unseen(s, cls) };
	}
	w->helds_of = at->id;
	return (const LoHeldClass *)(gconstpointer)w->helds->data;
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

/* What fn has made itself, and takes back here: nobody else holds its locks. */
static gboolean is_undone(const LoSite *at, LoClassId cls)
{
	const LoStrata *s = at->s;

	return cls < LO_CLASS_OPEN &&
		lo_undone_is(s->undone, at->fn, at->event, g_ptr_array_index(lo_class_get(s->classes, cls)->names, 0));
}

/* An acquisition at an event of fn: edges from the locks held there, or an entry of fn's own set. */
static void note_acquisition(const LoSite *at, LoAcq a)
{
	LoStrata *s = at->s;
	const LoEvent *ev = at->ev;

	if ((ev->nested && holds_class(at, a.cls)) || is_undone(at, a.cls))
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
	add_acq(at->w, at->fn, a);
}

/* ---- events ---- */

/* Of a lock whose class is known: does anything here ask which instance it is? */
static gboolean is_instance_told(const LoSite *at, const LoAcq *a)
{
	/* add_acq() keeps it in terms of fn's own parameters, or of nothing */
	return at->ev->n_held || a->wait || lo_site_may_open(at, a->lock) ||
		lo_class_get(at->s->classes, a->cls)->is_static;
}

/* An entry of the callee's set as the caller sees it; FALSE: it says nothing there. */
static gboolean read_entry(const LoSite *at, const LoAcq *entry, LoFnId callee, guint32 index, guint hop, guint fan, LoAcq *out)
{
	LoStrata *s = at->s;
	LoAcq a = *entry;

	/* two guesses in a row say something only where each had few to choose from, or one hardly any */
	if (a.try)	/* nothing waits for it */
		return FALSE;
	if (hop && a.hops && MAX(a.fan, fan) > LO_MAX_FAN_BEYOND_FIRST && MIN(a.fan, fan) > LO_HARDLY_A_FAN)
		return FALSE;
	if (a.cls == LO_CLASS_OPEN) {
		a.lock = lo_site_subst(at, a.lock);
		if (!a.lock)
			return FALSE;
		a.cls = lo_acq_class(at->w, a.lock, a.lock_kind);
		if (a.cls == LO_CLASS_NONE)
			return FALSE;
	} else if (hop && fan > FEW_TARGETS) {	/* which instance: a guess made nothing of */
		a.lock = lo_class_get(s->classes, a.cls)->is_static ? a.lock : LO_VAL_NONE;
	} else if (!a.fixed) {
		a.lock = is_instance_told(at, &a) ? lo_site_subst(at, a.lock) : LO_VAL_NONE;
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
		p.acq.cls = lo_acq_class(at->w, p.acq.lock, p.acq.lock_kind);
	if (!p.held.lock || p.acq.cls == LO_CLASS_NONE || !lo_site_conditions(at, p.acq.conds, &p.acq.conds))
		return;
	lo_site_emit_pair(at, &p);
}

static void process_call(LoSite *at, LoFnId callee)
{
	LoFnSet *own = at->s->sets[at->fn], *set = at->s->sets[callee];
	guint32 *cursor = &own->cursor[at->event];
	LoAcq a;

	if (!set)
		return;
	for (; *cursor < set->acqs->len; ++*cursor)
		if (read_entry(at, &LO_AT(set->acqs, LoAcq, *cursor), callee, *cursor, 0, 1, &a))
			note_acquisition(at, a);
	for (; own->pair_cursor[at->event] < set->pairs->len; own->pair_cursor[at->event]++)
		take_pair(at, callee, own->pair_cursor[at->event]);
}

static gboolean read_acquire(const LoSite *at, LoAcq *out)
{
	LoAcq a = { .lock = at->ev->lock, .hold = at->ev->hold, .try = at->ev->try, .wait = at->ev->wait,
		    .lock_kind = at->ev->lock_kind, .callee = LO_NO_ID, .fan = 1, .tainted = at->tainting };

	a.cls = lo_acq_class(at->w, a.lock, a.lock_kind);
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
	a.cls = lo_acq_class(at->w, a.lock, LO_LOCK_UNKNOWN);
	if (a.cls != LO_CLASS_NONE)
		lo_site_emit(at, &LO_AT(at->sum->helds, LoHeld, at->ev->first_held), &a);
}

static LoSlotSet *slot_set_new(const GArray *targets)
{
	LoSlotSet *set = g_new0(LoSlotSet, 1);

	set->targets = targets;
	set->items = g_array_new(FALSE, FALSE, sizeof(LoSlotItem));
	set->seen = g_new0(guint32, targets->len);
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

void lo_strata_find_slots(LoStrata *s)
{
	s->slots = g_hash_table_new_full(NULL, NULL, NULL, slot_set_free);
	s->slot_list = g_ptr_array_new();
	for (LoFnId fn = 0; fn < s->n; fn++) {
		for (guint32 i = 0; s->sets[fn] && i < s->summaries[fn]->events->len; i++) {
			const LoEvent *ev = &LO_AT(s->summaries[fn]->events, LoEvent, i);
			const GArray *targets = lo_targets_of_event(s->targets, s->summaries, ev);
			if (!targets || !targets->len || g_hash_table_contains(s->slots, targets))
				continue;
			LoSlotSet *set = slot_set_new(targets);
			g_hash_table_insert(s->slots, (gpointer)targets, set);
			g_ptr_array_add(s->slot_list, set);
		}
	}
}

/* What the targets knew at the end of the last stratum; each class once. */
void lo_slot_set_refresh(LoStrata *s, LoSlotSet *set)
{
	for (guint t = 0; t < set->targets->len; t++) {
		LoFnId fn = LO_AT(set->targets, guint32, t);
		LoFnSet *f = s->sets[fn];
		for (; f && set->seen[t] < f->snapshot; set->seen[t]++) {
			const LoAcq *a = &LO_AT(f->acqs, LoAcq, set->seen[t]);
			LoSlotItem item = { fn, set->seen[t], *a };
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
	guint32 *cursor = &s->sets[at->fn]->cursor[at->event];
	const GArray *targets = s->stratum ? lo_targets_of_event(s->targets, s->summaries, at->ev) : NULL;
	LoAcq a;

	if (!targets || !targets->len)
		return;
	const LoSlotSet *set = g_hash_table_lookup(s->slots, targets);
	guint fan = lo_targets_fan(s->targets, at->ev, targets);
	for (; *cursor < set->items->len; ++*cursor) {
		const LoSlotItem *it = &LO_AT(set->items, LoSlotItem, *cursor);
		if (read_entry(at, &it->acq, it->fn, it->entry, 1, fan, &a))
			note_acquisition(at, a);
	}
}

void lo_strata_process(LoStrataWorker *w, LoFnId fn)
{
	const LoStrata *s = w->s;

	for (guint32 i = 0; s->sets[fn] && i < s->summaries[fn]->events->len; i++) {
		LoSite at = lo_site_of(w, fn, i);
		switch ((LoEventKind)at.ev->kind) {
		case LO_EV_ACQUIRE: process_acquire(&at); break;
		case LO_EV_ORDER: process_order(&at); break;
		case LO_EV_CALL: process_call(&at, at.ev->callee); break;
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

void lo_strata_add_edge(LoStrata *s, const LoEdge *e)
{
	lo_worker_add_edge(s->workers[0], e);
}

void lo_strata_each_acq(LoStrata *s, LoFnId fn, guint32 event, LoAcqVisitor visit, gpointer data)
{
	const LoSite at = lo_site_of(s->workers[0], fn, event);
	const LoEvent *ev = at.ev;
	const GArray *targets = lo_targets_of_event(s->targets, s->summaries, ev);
	const LoFnSet *callee = ev->kind == LO_EV_CALL ? s->sets[ev->callee] : NULL;
	LoAcq a;

	if (ev->kind == LO_EV_ACQUIRE && read_acquire(&at, &a) && a.cls < LO_CLASS_OPEN)
		visit(&a, data);
	for (guint i = 0; callee && i < callee->acqs->len; i++)
		if (read_entry(&at, &LO_AT(callee->acqs, LoAcq, i), ev->callee, i, 0, 1, &a) && a.cls < LO_CLASS_OPEN)
			visit(&a, data);
	const LoSlotSet *set = targets && targets->len ? g_hash_table_lookup(s->slots, targets) : NULL;
	guint fan = lo_targets_fan(s->targets, ev, targets);
	for (guint i = 0; set && i < set->items->len; i++) {
		const LoSlotItem *it = &LO_AT(set->items, LoSlotItem, i);
		if (read_entry(&at, &it->acq, it->fn, it->entry, 1, fan, &a) && a.cls < LO_CLASS_OPEN)
			visit(&a, data);
	}
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
