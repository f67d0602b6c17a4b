#include "threads/explore_internal.h"

#include "common/mix.h"
#include "summary/misuse.h"
#include "summary/objects.h"

#include <string.h>

#define MAX_CONTEXTS 200000
#define MAX_SMALL_CONTEXTS 4000	/* beyond, it is a large program */
#define MAX_CALL_DEPTH 100
#define MAX_VISITS 16		/* contexts of one function of a large program */
#define MAX_PASSES 3		/* what threads store in memory is known to the others in the next */

/* One activation of a function. */
typedef struct {
	LoFnId fn;
	LoVal args[MAX_ARGS];
	guint n_args;
	GArray *held;		/* LoHolding: of its callers */
	GArray *running;	/* LoRunning, in the terms of the thread's first function */
	guint32 thread;
	guint32 parent;		/* path step of the call */
	guint depth;
} Context;

/* ---- values ---- */

static LoVal bind(const Context *c, LoVals *vals, LoVal v)
{
	return lo_val_bind(vals, v, c->args, c->n_args);
}

static void share(Explorer *e, LoVal v)
{
	LoVal object = lo_local_object(e->vals, v);

	if (object)
		g_hash_table_add(e->out->shared, GUINT_TO_POINTER(object));
}

/* FALSE: it is known already. */
static gboolean add_stored(Explorer *e, LoVal addr, LoVal value)
{
	GArray *list = g_hash_table_lookup(e->memory, GUINT_TO_POINTER(addr));

	if (!list) {
		list = g_array_new(FALSE, FALSE, sizeof(LoVal));
		g_hash_table_insert(e->memory, GUINT_TO_POINTER(addr), list);
	}
	for (guint i = 0; i < list->len; i++)
		if (LO_AT(list, LoVal, i) == value)
			return FALSE;
	if (list->len < MAX_ALTERNATIVES) {
		g_array_append_val(list, value);
		e->memory_size++;
	}
	return TRUE;
}

static void remember(Explorer *e, LoVal addr, LoVal value)
{
	LoVal element;

	if (!addr || !value || addr == value || !add_stored(e, addr, value))
		return;
	element = lo_explorer_any_element(e, addr);
	if (element && element != addr && lo_explorer_is_open_element(e, addr))
		add_stored(e, element, value);
	share(e, value);
	if (lo_val(e->vals, lo_lock_object(e->vals, addr))->kind == LO_V_VAR)
		g_hash_table_add(e->out->published, GUINT_TO_POINTER(lo_local_object(e->vals, value)));
}

static void add_outside(Explorer *e, LoFnId fn, gboolean interrupts);

/* sigaction()'s record holds what interrupts. */
static gboolean is_handler_slot(const Explorer *e, LoFieldId slot)
{
	const LoFieldInfo *f = lo_program_field(e->program, slot);

	return g_str_has_prefix(f->record, "sigaction") && (!strcmp(f->name, "sa_handler") || !strcmp(f->name, "sa_sigaction"));
}

static void remember_stores(Explorer *e, const Context *c)
{
	const LoSummary *sum = e->summaries[c->fn];

	for (guint i = 0; i < sum->stores->len; i++) {
		const LoStoreFact *f = &LO_AT(sum->stores, LoStoreFact, i);
		LoVal places[MAX_ALTERNATIVES];
		guint n = 0;
		lo_explorer_expand(e, bind(c, e->vals, f->addr), places, &n, 0);
		LoVal value = bind(c, e->vals, f->value);
		if (f->slot != LO_NO_ID && is_handler_slot(e, f->slot) && lo_val(e->vals, value)->kind == LO_V_FN)
			add_outside(e, lo_val(e->vals, value)->a, TRUE);
		for (guint k = 0; k < n; k++)
			remember(e, places[k], value);
	}
}

static void mark(Explorer *e, GHashTable *marks, LoVal lock);

/* PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP and the like. */
static void remember_static_type(Explorer *e, LoVal addr, const LoValue *type)
{
	const LoValue *a = lo_val(e->vals, addr);

	if (type->kind != LO_V_CONST || a->kind != LO_V_FIELD || strcmp(lo_program_field(e->program, a->b)->name, "__kind") ||
	    (type->k != 1 && type->k != 2))
		return;
	for (; a->kind == LO_V_FIELD && strstr(lo_program_field(e->program, a->b)->record, "pthread_mutex"); a = lo_val(e->vals, addr))
		addr = a->a;
	mark(e, e->reentrant, addr);
}

static void remember_initial(LoVals *vals, LoVal addr, LoVal value, LoVarId var, gpointer data)
{
	const LoValue *v = lo_val(vals, value);

	(void)var;
	remember_static_type(data, addr, v);
	if (v->kind == LO_V_VAR || v->kind == LO_V_FN || v->kind == LO_V_FIELD || v->kind == LO_V_INDEX)
		remember(data, addr, value);
}

/* ---- contexts ---- */

static guint64 path_key(const Explorer *e, guint32 path)
{
	guint64 h = 3;

	for (guint n = 0; path != LO_NO_ID && n < MAX_CALL_DEPTH; n++) {
		const LoPathStep *s = &LO_AT(e->out->paths, LoPathStep, path);
		h = lo_mix(lo_mix(h, s->fn), s->event);
		path = s->parent;
	}
	return h;
}

static guint64 context_key(const Explorer *e, const Context *c)
{
	guint64 h = lo_mix(lo_mix(5, c->fn), c->thread);

	for (guint i = 0; i < c->n_args; i++)
		h = lo_mix(h, c->args[i]);
	for (guint i = 0; i < c->held->len; i++) {
		const LoHolding *held = &LO_AT(c->held, LoHolding, i);
		h = lo_mix(lo_mix(h, e->small ? held->lock : held->cls), held->hold);
	}
	h = lo_mix(h, c->running->len);
	for (guint i = 0; i < c->running->len; i++)
		h = lo_mix(lo_mix(h, LO_AT(c->running, LoRunning, i).token), LO_AT(c->running, LoRunning, i).many);
	return e->starts[c->fn] ? lo_mix(h, path_key(e, c->parent)) : h;
}

static guint32 add_step(Explorer *e, const Context *c, guint32 event)
{
	LoPathStep s = { c->parent, c->fn, event };

	g_array_append_val(e->out->paths, s);
	return e->out->paths->len - 1;
}

/* A thread's token in the terms of the thread's first function: as the callers' summaries name it. */
static LoVal outer_token(const Explorer *e, const Context *c, LoVal token)
{
	LoFnId fn = c->fn;

	for (guint32 p = c->parent; p != LO_NO_ID && lo_val(e->vals, token)->kind == LO_V_OPAQUE;) {
		const LoPathStep *s = &LO_AT(e->out->paths, LoPathStep, p);
		const LoEvent *ev = &LO_AT(e->summaries[s->fn]->events, LoEvent, s->event);
		if (lo_val(e->vals, token)->a == fn)	/* else it is a caller's, given down */
			token = lo_val_subst(e->vals, token, NULL, 0, s->fn, ev->instr);
		fn = s->fn;
		p = s->parent;
	}
	return token;
}

static LoClassId class_of(Explorer *e, LoVal lock, LoLockKind kind)
{
	LoClassId cls = lo_class_of(e->classes, lock, kind);

	/* an unknown argument of a thread: some object */
	if (cls == LO_CLASS_OPEN)
		cls = lo_class_of(e->classes, lo_val_bind(e->vals, lock, NULL, 0), kind);
	return cls < LO_CLASS_OPEN ? cls : LO_CLASS_NONE;
}

static gboolean has_mark(const Explorer *e, const GHashTable *marks, LoVal lock)
{
	const LoValue *v = lo_val(e->vals, lock);

	if (g_hash_table_contains((GHashTable *)marks, GUINT_TO_POINTER(lock)) ||
	    (v->kind == LO_V_INDEX && g_hash_table_contains((GHashTable *)marks, GUINT_TO_POINTER(lo_val_index(e->vals, v->a, -1)))))
		return TRUE;
	/* an object that we have lost sight of */
	return v->kind == LO_V_FIELD && lo_val(e->vals, lo_lock_object(e->vals, lock))->kind == LO_V_LOAD &&
		g_hash_table_contains((GHashTable *)marks, GSIZE_TO_POINTER((gsize)1 << 32 | v->b));
}

static void mark(Explorer *e, GHashTable *marks, LoVal lock)
{
	const LoValue *v = lo_val(e->vals, lock);

	if (!g_hash_table_add(marks, GUINT_TO_POINTER(lock)))
		return;
	e->memory_size++;
	if (v->kind == LO_V_FIELD)
		g_hash_table_add(marks, GSIZE_TO_POINTER((gsize)1 << 32 | v->b));
}

/* A semaphore excludes others only where one may have it at a time. */
static gboolean is_counting(Explorer *e, LoClassId cls, LoVal lock)
{
	return lo_class_get(e->classes, cls)->kind == LO_LOCK_SEMAPHORE && !has_mark(e, e->binary, lock);
}

/* Types of mutexes (recursive, error checking) and counts of semaphores. */
static void remember_variants(Explorer *e, const Context *c)
{
	const LoSummary *sum = e->summaries[c->fn];

	for (guint i = 0; i < sum->inits->len; i++) {
		const LoInitFact *f = &LO_AT(sum->inits, LoInitFact, i);
		LoVal locks[MAX_ALTERNATIVES], types[MAX_ALTERNATIVES];
		guint n = 0, n_types = 0;
		if (!f->variant)
			continue;
		lo_explorer_expand(e, bind(c, e->vals, f->lock), locks, &n, 0);
		lo_explorer_expand(e, bind(c, e->vals, f->variant), types, &n_types, 0);
		if (n_types != 1 || lo_val(e->vals, types[0])->kind != LO_V_CONST) {
			for (guint k = 0; k < n; k++)
				mark(e, e->untyped, locks[k]);
			continue;
		}
		const LoValue *type = lo_val(e->vals, types[0]);
		gboolean semaphore = f->lock_kind == LO_LOCK_SEMAPHORE;
		for (guint k = 0; semaphore && type->k > 1 && type->k < G_MAXUINT8 && k < n; k++)
			g_hash_table_insert(e->counts, GUINT_TO_POINTER(locks[k]), GUINT_TO_POINTER((guint)type->k));
		if (semaphore ? type->k == 0 || type->k == 1 : type->k == 1 || type->k == 2)
			for (guint k = 0; k < n; k++)
				mark(e, !semaphore ? e->reentrant : type->k ? e->binary : e->empty, locks[k]);
	}
}

static void add_holdings(Explorer *e, GArray *held, LoVal value, guint8 hold, guint8 unsure, guint32 path)
{
	LoVal locks[MAX_ALTERNATIVES];
	guint n = 0;

	lo_explorer_expand(e, value, locks, &n, 0);
	for (guint i = 0; i < n; i++) {
		LoHolding h = { .lock = locks[i], .value = value, .cls = class_of(e, locks[i], LO_LOCK_UNKNOWN), .hold = hold,
				.unsure = unsure || n > 1, .path = path };
		if (h.cls != LO_CLASS_NONE && is_counting(e, h.cls, h.lock)) {
			h.count = (guint8)GPOINTER_TO_UINT(g_hash_table_lookup(e->counts, GUINT_TO_POINTER(h.lock)));
			h.hold = LO_HOLD_RECURSIVE;
			if (!h.count)
				continue;
		}
		if (h.cls != LO_CLASS_NONE)
			g_array_append_val(held, h);
	}
}

/* The caller's lock that is released: the same object, else the newest of its class. */
static void drop_holding(Explorer *e, GArray *held, LoVal value)
{
	LoVal locks[MAX_ALTERNATIVES];
	guint n = 0;

	lo_explorer_expand(e, lo_val_base_lock(e->vals, value), locks, &n, 0);
	for (guint k = 0; k < n; k++)
		for (guint i = held->len; i-- > 0;)
			if (LO_AT(held, LoHolding, i).lock == locks[k]) {
				LoVal whole = LO_AT(held, LoHolding, i).value;
				for (guint j = held->len; j-- > 0;)
					if (LO_AT(held, LoHolding, j).value == whole)
						g_array_remove_index(held, j);
				return;
			}
	for (guint i = held->len; n && i-- > 0;)
		if (LO_AT(held, LoHolding, i).cls == class_of(e, locks[0], LO_LOCK_UNKNOWN)) {
			g_array_remove_index(held, i);
			return;
		}
}

/* The locks held at an event: the callers' that are not released by then, and the function's own. */
static GArray *held_at(Explorer *e, const Context *c, guint32 first_dropped, guint n_dropped, guint32 first_held, guint n_held)
{
	const LoSummary *sum = e->summaries[c->fn];
	GArray *held = g_array_new(FALSE, FALSE, sizeof(LoHolding));

	g_array_append_vals(held, c->held->data, c->held->len);
	for (guint i = 0; i < n_dropped; i++)
		drop_holding(e, held, bind(c, e->vals, LO_AT(sum->vals, LoVal, first_dropped + i)));
	for (guint i = 0; i < n_held; i++) {
		const LoHeld *h = &LO_AT(sum->helds, LoHeld, first_held + i);
		guint32 path = h->event < sum->events->len ? add_step(e, c, h->event) : c->parent;
		add_holdings(e, held, bind(c, e->vals, lo_val_base_lock(e->vals, h->lock)), h->hold, h->unsure, path);
	}
	return held;
}

static void end_running(GArray *running, LoVal handle, LoVal addr)
{
	for (guint i = 0; i < running->len; i++) {
		const LoRunning *r = &LO_AT(running, LoRunning, i);
		if (r->token != handle && (!addr || r->handle != addr))
			continue;
		if (!r->many)
			g_array_remove_index(running, i);
		return;
	}
}

static void add_running(GArray *running, LoRunning r)
{
	guint at = 0;

	while (at < running->len && LO_AT(running, LoRunning, at).token < r.token)
		at++;
	if (at < running->len && LO_AT(running, LoRunning, at).token == r.token)
		LO_AT(running, LoRunning, at).many |= r.many;
	else
		g_array_insert_val(running, at, r);
}

static GArray *running_at(Explorer *e, const Context *c, guint32 threads)
{
	const LoSummary *sum = e->summaries[c->fn];
	const LoThreadSet *set = &LO_AT(sum->thread_sets, LoThreadSet, threads);
	GArray *out = g_array_new(FALSE, FALSE, sizeof(LoRunning));

	g_array_append_vals(out, c->running->data, c->running->len);
	for (guint i = 0; i < set->n_joined; i++) {
		LoVal handle = bind(c, e->vals, LO_AT(sum->vals, LoVal, set->first_joined + i));
		const LoValue *h = lo_val(e->vals, handle);
		end_running(out, outer_token(e, c, handle), h->kind == LO_V_LOAD ? h->a : LO_VAL_NONE);
	}
	for (guint i = 0; i < set->n_running; i++) {
		LoRunning r = LO_AT(sum->running, LoRunning, set->first_running + i);
		r.token = outer_token(e, c, r.token);
		r.handle = r.handle ? bind(c, e->vals, r.handle) : LO_VAL_NONE;
		add_running(out, r);
	}
	return out;
}

/* ---- what happens ---- */

static void add_act(Explorer *e, const Context *c, LoAct act, const GArray *held, const GArray *running, guint32 event)
{
	guint64 key = lo_mix(lo_mix(lo_mix(lo_mix(lo_mix(7, act.kind), act.lock), c->thread), act.hold), act.target);

	act.thread = c->thread;
	act.running = lo_threads_add_set(e->out->threads, running);
	key = lo_mix(key, act.running);
	for (guint i = 0; i < held->len; i++)
		key = lo_mix(lo_mix(key, LO_AT(held, LoHolding, i).lock), LO_AT(held, LoHolding, i).hold);
	if (!g_hash_table_add(e->act_keys, GSIZE_TO_POINTER(key)))
		return;
	act.path = event == LO_NO_ID ? c->parent : add_step(e, c, event);
	act.first_held = e->out->helds->len;
	act.n_held = held->len;
	g_array_append_vals(e->out->helds, held->data, held->len);
	g_array_append_val(e->out->acts, act);
}

static void take(Explorer *e, const Context *c, const LoEvent *ev, guint32 event, const GArray *held, const GArray *running)
{
	LoVal value = bind(c, e->vals, lo_val_base_lock(e->vals, ev->lock)), locks[MAX_ALTERNATIVES];
	guint n = 0;

	if (ev->try || ev->wait)
		return;
	lo_explorer_expand(e, value, locks, &n, 0);
	for (guint i = 0; i < n; i++) {
		LoAct act = { .kind = LO_ACT_TAKE, .hold = ev->hold, .lock = locks[i], .value = value,
			      .cls = class_of(e, locks[i], ev->lock_kind) };
		if (ev->lock_kind == LO_LOCK_SEMAPHORE && act.cls != LO_CLASS_NONE && has_mark(e, e->empty, act.lock)) {
			act.kind = LO_ACT_WAIT;
			add_act(e, c, act, held, running, event);
			continue;
		}
		if (act.cls == LO_CLASS_NONE || is_counting(e, act.cls, act.lock))
			continue;
		if (ev->reentrant || ev->hold != LO_HOLD_EXCLUSIVE)
			mark(e, e->untyped, act.lock);
		act.reentrant = ev->reentrant || has_mark(e, e->reentrant, act.lock);
		add_act(e, c, act, held, running, event);
	}
}

/* Waiting for a condition variable, or waking who does; giving a semaphore back. */
static void tell(Explorer *e, const Context *c, const LoEvent *ev, guint32 event, const GArray *held, const GArray *running)
{
	LoVal value = bind(c, e->vals, ev->lock), places[MAX_ALTERNATIVES];
	guint n = 0;

	lo_explorer_expand(e, value, places, &n, 0);
	for (guint i = 0; i < n; i++) {
		LoAct act = { .kind = ev->kind == LO_EV_COMPLETE ? LO_ACT_SIGNAL : LO_ACT_WAIT, .lock = places[i], .value = value,
			      .cls = class_of(e, places[i], ev->lock_kind ? ev->lock_kind : LO_LOCK_COMPLETION) };
		if (act.cls != LO_CLASS_NONE)
			add_act(e, c, act, held, running, event);
	}
}

/* ---- misuse ---- */

/* A lock that nobody but its holder gives back, and he once: one object, for sure. */
static gboolean has_one_holder(Explorer *e, LoVal lock, LoClassId cls)
{
	LoLockKind kind = cls == LO_CLASS_NONE ? LO_LOCK_SEMAPHORE : lo_class_get(e->classes, cls)->kind;

	return kind != LO_LOCK_SEMAPHORE && kind != LO_LOCK_COMPLETION && lo_is_exact(e->vals, lock) &&
		!(lo_val(e->vals, lock)->flags & (LO_VF_LOAD | LO_VF_PARAM)) &&
		!has_mark(e, e->reentrant, lock) && !has_mark(e, e->untyped, lock);
}

static gboolean is_among(const GArray *held, LoVal lock, LoClassId cls)
{
	for (guint i = 0; i < held->len; i++)
		if (LO_AT(held, LoHolding, i).lock == lock || LO_AT(held, LoHolding, i).cls == cls)
			return TRUE;
	return FALSE;
}

/* What it runs with is known: the program itself starts it, from a place that we see. */
static gboolean starts_with_nothing(const Explorer *e, const Context *c)
{
	return c->thread == LO_MAIN_THREAD || lo_threads_get(e->out->threads, c->thread)->path != LO_NO_ID;
}

static void misuse(Explorer *e, const Context *c, const LoEvent *ev, guint32 event, const GArray *running)
{
	LoVal value = bind(c, e->vals, ev->lock), locks[MAX_ALTERNATIVES];
	guint n = 0;

	lo_explorer_expand(e, value, locks, &n, 0);
	LoAct act = { .kind = LO_ACT_MISUSE, .hold = ev->hold, .lock = locks[0], .value = value };
	act.cls = class_of(e, locks[0], LO_LOCK_UNKNOWN);
	if (!e->small || n != 1 || !has_one_holder(e, act.lock, act.cls) ||
	    (ev->hold == LO_MISUSE_NOT_HELD && (is_among(c->held, act.lock, act.cls) || !starts_with_nothing(e, c))))
		return;
	add_act(e, c, act, c->held, running, event);
}

/* Whichever way the thread ends: it still has the lock. */
static void end_with(Explorer *e, const Context *c, const LoHolding *h, const GArray *running)
{
	LoAct act = { .kind = LO_ACT_MISUSE, .hold = LO_MISUSE_LEFT_HELD, .lock = h->lock, .value = h->value, .cls = h->cls };
	guint before = e->out->acts->len;

	if (!e->small || h->unsure || !has_one_holder(e, h->lock, h->cls) || !starts_with_nothing(e, c))
		return;
	add_act(e, c, act, c->held, running, LO_NO_ID);
	if (e->out->acts->len > before)
		LO_AT(e->out->acts, LoAct, before).path = h->path;
}

static void end_with_locks(Explorer *e, const Context *c)
{
	const LoSummary *sum = e->summaries[c->fn];
	g_autoptr(GArray) always = NULL;

	for (guint i = 0; i < sum->exits->len; i++) {
		const LoExit *x = &LO_AT(sum->exits, LoExit, i);
		g_autoptr(GArray) held = held_at(e, c, x->first_dropped, x->n_dropped, x->first_held, x->n_held);
		for (guint k = always ? always->len : 0; k-- > 0;)
			if (!is_among(held, LO_AT(always, LoHolding, k).lock, LO_CLASS_NONE))
				g_array_remove_index(always, k);
		if (!always)
			always = g_steal_pointer(&held);
	}
	for (guint i = 0; always && i < always->len; i++)
		end_with(e, c, &LO_AT(always, LoHolding, i), c->running);
}

static void walk(Explorer *e, Context *c);

/* In a large program an object got through memory is some object: its members still say the class. */
static LoVal blur(const Explorer *e, LoVal v)
{
	return e->small || !(lo_val(e->vals, v)->flags & (LO_VF_LOAD | LO_VF_LOCAL | LO_VF_LOOP)) ? v : LO_VAL_NONE;
}

static void enter(Explorer *e, const Context *c, LoFnId callee, const LoEvent *ev, guint32 event, GArray *held, GArray *running)
{
	Context in = { .fn = callee, .held = held, .running = running, .thread = c->thread, .depth = c->depth + 1,
		       .n_args = MIN(ev->n_args, MAX_ARGS) };

	if (!e->summaries[callee] || !e->relevant[callee] || in.depth > MAX_CALL_DEPTH)
		return;
	for (guint i = 0; i < in.n_args; i++)
		if (e->used[callee] & 1u << i)
			in.args[i] = blur(e, bind(c, e->vals, LO_AT(e->summaries[c->fn]->vals, LoVal, ev->first_arg + i)));
	in.parent = add_step(e, c, event);
	walk(e, &in);
}

static guint32 add_thread(Explorer *e, LoThread th, const GArray *beside)
{
	guint32 before = e->out->threads->threads->len, id = lo_threads_add(e->out->threads, th, beside);

	if (id == before)
		e->memory_size++;	/* another pass */
	return id;
}

static void start_thread(Explorer *e, const Context *c, LoFnId fn, const LoEvent *ev, guint32 event, const GArray *running)
{
	LoVal argument = ev->n_args ? LO_AT(e->summaries[c->fn]->vals, LoVal, ev->first_arg) : LO_VAL_NONE;
	LoThread th = { .start = fn, .argument = bind(c, e->vals, argument), .parent = c->thread,
			.token = outer_token(e, c, ev->token) };
	LoVal given = lo_val_base_lock(e->vals, th.argument);

	if (!e->summaries[fn])
		return;
	th.exact_argument = lo_val(e->vals, given)->kind == LO_V_CONST ? lo_val(e->vals, given)->k != 0 : lo_is_exact(e->vals, given);
	share(e, th.argument);
	th.path = add_step(e, c, event);
	add_thread(e, th, running);
}

static void add_outside(Explorer *e, LoFnId fn, gboolean interrupts)
{
	if (e->summaries[fn] && e->relevant[fn])
		add_thread(e, (LoThread){ .start = fn, .parent = LO_NO_ID, .many = !interrupts, .interrupts = interrupts,
					  .path = LO_NO_ID }, NULL);
}

/* The functions that a value may be. */
static guint functions_of(Explorer *e, LoVal target, LoFnId *out, guint max)
{
	LoVal values[MAX_ALTERNATIVES];
	guint n = 0, m = 0;

	lo_explorer_expand(e, target, values, &n, 0);
	for (guint i = 0; i < n; i++) {
		const LoValue *v = lo_val(e->vals, values[i]);
		const GArray *list = v->kind == LO_V_FN ? NULL : lo_targets_of_value(e->targets, values[i]);
		if (v->kind == LO_V_FN && m < max)
			out[m++] = v->a;
		for (guint k = 0; list && k < list->len && m < max; k++)
			out[m++] = LO_AT(list, guint32, k);
	}
	return m;
}

/* A thread that another one has started, by the handle that is left in memory; LO_NO_ID: none, or several. */
static guint32 find_others_thread(Explorer *e, LoVal handle)
{
	LoVal tokens[MAX_ALTERNATIVES];
	guint n = 0;
	guint32 found = LO_NO_ID;

	lo_explorer_expand(e, handle, tokens, &n, 0);
	for (guint32 i = 0; n == 1 && i < e->out->threads->threads->len; i++) {
		const LoThread *t = lo_threads_get(e->out->threads, i);
		if (t->token != tokens[0] || t->parent == LO_NO_ID)
			continue;
		if (found != LO_NO_ID)
			return LO_NO_ID;
		found = i;
	}
	return found;
}

/* What pthread_self() has returned. */
static gboolean is_own_handle(Explorer *e, LoVal handle)
{
	const LoValue *v = lo_val(e->vals, handle);
	const LoFn *fn = v->kind == LO_V_OPAQUE ? lo_program_fn(e->program, v->a) : NULL;

	if (!fn || !fn->ir || v->b >= fn->ir->instrs->len || LO_AT(fn->ir->instrs, LoInstr, v->b).kind != LO_INSTR_CALL)
		return FALSE;
	const LoTerm *t = &LO_AT(fn->ir->terms, LoTerm, LO_AT(fn->ir->instrs, LoInstr, v->b).addr);
	const char *name = t->kind == LO_TERM_FUNC ? lo_program_fn(e->program, fn->fn_of_sym[t->a])->name : "";
	return !strcmp(name, "pthread_self") || !strcmp(name, "thrd_current");
}

/* The child whose handle this is, or LO_NO_ID. */
static guint32 find_thread(Explorer *e, const Context *c, LoVal handle, const GArray *running)
{
	LoVal value = bind(c, e->vals, handle), token = outer_token(e, c, value);
	const LoValue *v = lo_val(e->vals, value);

	for (guint i = 0; v->kind == LO_V_LOAD && i < running->len; i++)
		if (LO_AT(running, LoRunning, i).handle == v->a)
			token = LO_AT(running, LoRunning, i).token;
	for (guint32 i = 0; i < e->out->threads->threads->len; i++)
		if (lo_threads_get(e->out->threads, i)->parent == c->thread && lo_threads_get(e->out->threads, i)->token == token)
			return i;
	return is_own_handle(e, value) ? c->thread : find_others_thread(e, value);
}

static gboolean can_happen(Explorer *e, const Context *c, const LoEvent *ev)
{
	for (guint i = 0; i < LO_EVENT_CONDS; i++) {
		if (!ev->conds[i].v || lo_explorer_is_counted(e, ev->conds[i].v))
			continue;
		LoVal v = lo_explorer_resolve(e, bind(c, e->vals, ev->conds[i].v));
		if (!(lo_state_mask(e->vals, e->nothing, v) & ev->conds[i].mask))
			return FALSE;
	}
	return TRUE;
}

static void call_unknown(Explorer *e, const Context *c, const LoEvent *ev)
{
	for (guint i = 0; i < ev->n_args; i++) {
		LoVal arg = bind(c, e->vals, LO_AT(e->summaries[c->fn]->vals, LoVal, ev->first_arg + i));
		const LoValue *v = lo_val(e->vals, arg);
		g_hash_table_add(e->out->escaped, GUINT_TO_POINTER(lo_lock_object(e->vals, arg)));
		if (v->kind == LO_V_FN)
			add_outside(e, v->a, FALSE);
	}
}

/* With locks held, or before threads that it has started. */
static void end_thread(Explorer *e, const Context *c, const GArray *held, const GArray *running, guint32 event)
{
	if (running->len && c->thread != LO_MAIN_THREAD)
		LO_AT(e->out->threads->threads, LoThread, c->thread).left_running = TRUE;
	add_act(e, c, (LoAct){ .kind = LO_ACT_END }, held, running, event);
}

static void happen(Explorer *e, const Context *c, guint32 event)
{
	const LoSummary *sum = e->summaries[c->fn];
	const LoEvent *ev = &LO_AT(sum->events, LoEvent, event);

	if (ev->inherited || !can_happen(e, c, ev) || (ev->kind == LO_EV_CALL && e->summaries[ev->callee] && !e->relevant[ev->callee]))
		return;
	g_autoptr(GArray) held = held_at(e, c, ev->first_dropped, ev->n_dropped, ev->first_held, ev->n_held);
	g_autoptr(GArray) running = running_at(e, c, ev->threads);
	LoFnId fns[64];
	guint n = 0;

	if (ev->kind == LO_EV_ICALL || ev->kind == LO_EV_SPAWN)
		n = functions_of(e, bind(c, e->vals, ev->lock), fns, G_N_ELEMENTS(fns));
	switch ((LoEventKind)ev->kind) {
	case LO_EV_ACQUIRE:
		if (ev->wait && ev->lock_kind == LO_LOCK_COMPLETION)
			tell(e, c, ev, event, held, running);
		else
			take(e, c, ev, event, held, running);
		break;
	case LO_EV_COMPLETE: tell(e, c, ev, event, held, running); break;
	case LO_EV_CALL:
		if (!e->summaries[ev->callee])
			call_unknown(e, c, ev);
		else
			enter(e, c, ev->callee, ev, event, held, running);
		break;
	case LO_EV_ICALL:
		for (guint i = 0; i < n; i++)
			enter(e, c, fns[i], ev, event, held, running);
		break;
	case LO_EV_SPAWN:
		for (guint i = 0; i < n; i++)
			start_thread(e, c, fns[i], ev, event, running);
		break;
	case LO_EV_JOIN: {
		LoAct act = { .kind = LO_ACT_JOIN, .target = find_thread(e, c, ev->lock, running) };
		if (act.target != LO_NO_ID)
			add_act(e, c, act, held, running, event);
		break;
	}
	case LO_EV_END: end_thread(e, c, held, running, event); break;
	case LO_EV_MISUSE: misuse(e, c, ev, event, running); break;
	case LO_EV_INVOKE:
	case LO_EV_ENABLE:
	case LO_EV_ORDER: break;
	}
}

/* What atexit() is given runs in the main thread when that has returned, beside those that it left running. */
static void start_at_exit(Explorer *e, const GArray *running)
{
	for (guint i = 0; i < e->at_exit->len; i++) {
		LoVal fn = LO_AT(e->at_exit, LoVal, i);
		add_thread(e, (LoThread){ .start = lo_val(e->vals, fn)->a, .parent = LO_MAIN_THREAD, .path = LO_NO_ID, .token = fn },
			   running);
	}
}

static void remember_at_exit(Explorer *e, LoVal fn)
{
	LoFnId id = lo_val(e->vals, fn)->a;

	for (guint i = 0; i < e->at_exit->len; i++)
		if (LO_AT(e->at_exit, LoVal, i) == fn)
			return;
	if (e->summaries[id] && e->relevant[id])
		g_array_append_val(e->at_exit, fn);
}

/* A function that is called from outside, later. */
static void register_callback(Explorer *e, const Context *c, const LoRegFact *r)
{
	LoVal fn = bind(c, e->vals, r->object);

	if (r->kind != LO_REG_CALLBACK || r->context == LO_CTX_THREAD || lo_val(e->vals, fn)->kind != LO_V_FN)
		return;
	if (r->context == LO_CTX_EXIT)
		remember_at_exit(e, fn);
	else
		add_outside(e, lo_val(e->vals, fn)->a, r->context == LO_CTX_HARDIRQ);
}

static void return_from_thread(Explorer *e, const Context *c)
{
	const LoSummary *sum = e->summaries[c->fn];

	end_with_locks(e, c);
	for (guint i = 0; i < sum->exits->len; i++) {
		const LoExit *x = &LO_AT(sum->exits, LoExit, i);
		g_autoptr(GArray) held = held_at(e, c, x->first_dropped, x->n_dropped, x->first_held, x->n_held);
		g_autoptr(GArray) running = running_at(e, c, x->threads);
		/* when main() returns all else is over */
		if (c->thread == LO_MAIN_THREAD)
			start_at_exit(e, running);
		else
			end_thread(e, c, held, running, LO_NO_ID);
	}
}

static void walk(Explorer *e, Context *c)
{
	const LoSummary *sum = e->summaries[c->fn];
	guint64 key = context_key(e, c);

	if (e->too_large || !g_hash_table_add(e->seen, GSIZE_TO_POINTER(key)))
		return;
	e->visited[c->fn] = TRUE;
	if (++e->contexts > e->max_contexts) {
		e->too_large = TRUE;
		return;
	}
	/* more say little: each would hold yet another set of locks */
	if (!e->small && ++e->visits[c->fn] > MAX_VISITS)
		return;
	remember_stores(e, c);
	remember_variants(e, c);
	for (guint32 i = 0; i < sum->events->len; i++)
		happen(e, c, i);
	for (guint i = 0; i < sum->regs->len; i++)
		register_callback(e, c, &LO_AT(sum->regs, LoRegFact, i));
	if (c->parent == LO_NO_ID)
		return_from_thread(e, c);
}

static void walk_thread(Explorer *e, guint32 id)
{
	LoThread th = *lo_threads_get(e->out->threads, id);
	g_autoptr(GArray) held = g_array_new(FALSE, FALSE, sizeof(LoHolding));
	g_autoptr(GArray) running = g_array_new(FALSE, FALSE, sizeof(LoRunning));
	Context c = { .fn = th.start, .args = { th.argument }, .n_args = id == LO_MAIN_THREAD ? 0 : 1, .held = held,
		      .running = running, .thread = id, .parent = LO_NO_ID };

	walk(e, &c);
}

/* Functions that nothing reaches, but whose address somebody has. */
static void add_unreached(Explorer *e)
{
	for (LoFnId fn = 0; fn < e->n; fn++)
		if (!e->visited[fn] && e->taken[fn])
			add_outside(e, fn, FALSE);
}

/* ---- passes ---- */

static void clear_results(Explorer *e)
{
	g_array_set_size(e->out->acts, 0);
	g_array_set_size(e->out->helds, 0);
	g_array_set_size(e->out->paths, 0);
	g_hash_table_remove_all(e->seen);
	g_hash_table_remove_all(e->act_keys);
	e->contexts = 0;
	memset(e->visits, 0, (e->n + 1) * sizeof(guint32));
}

static void run_pass(Explorer *e)
{
	clear_results(e);
	for (guint32 i = 0; i < e->out->threads->threads->len; i++)
		walk_thread(e, i);
	add_unreached(e);
	for (guint32 i = 0; i < e->out->threads->threads->len; i++)
		if (!e->visited[lo_threads_get(e->out->threads, i)->start])
			walk_thread(e, i);
}

static LoExplored *explored_new(void)
{
	LoExplored *x = g_new0(LoExplored, 1);

	x->threads = lo_threads_new();
	x->acts = g_array_new(FALSE, FALSE, sizeof(LoAct));
	x->helds = g_array_new(FALSE, FALSE, sizeof(LoHolding));
	x->paths = g_array_new(FALSE, FALSE, sizeof(LoPathStep));
	x->published = g_hash_table_new(NULL, NULL);
	x->escaped = g_hash_table_new(NULL, NULL);
	x->shared = g_hash_table_new(NULL, NULL);
	return x;
}

void lo_explored_free(LoExplored *x)
{
	if (!x)
		return;
	lo_threads_free(x->threads);
	g_array_unref(x->acts);
	g_array_unref(x->helds);
	g_array_unref(x->paths);
	g_hash_table_unref(x->published);
	g_hash_table_unref(x->escaped);
	g_hash_table_unref(x->shared);
	g_free(x);
}

static void explorer_clear(Explorer *e)
{
	g_free(e->relevant);
	g_free(e->starts);
	g_free(e->visited);
	g_free(e->used);
	g_free(e->visits);
	g_free(e->taken);
	g_hash_table_unref(e->seen);
	g_hash_table_unref(e->memory);
	g_hash_table_unref(e->act_keys);
	g_hash_table_unref(e->reentrant);
	g_hash_table_unref(e->binary);
	g_hash_table_unref(e->empty);
	g_hash_table_unref(e->untyped);
	g_hash_table_unref(e->counts);
	g_hash_table_unref(e->counted);
	g_array_unref(e->at_exit);
	g_free(e->nothing);
}

/* From main() on; FALSE: more contexts than that. */
static gboolean explore_all(Explorer *e, LoFnId entry, guint max_contexts)
{
	e->max_contexts = max_contexts;
	lo_explorer_find_relevant(e);
	lo_explorer_find_taken(e);
	lo_explorer_find_used(e);
	lo_explorer_find_counted(e);
	lo_vals_each_initial(e->vals, remember_initial, e);
	lo_threads_add(e->out->threads, (LoThread){ .start = entry, .parent = LO_NO_ID, .path = LO_NO_ID }, NULL);
	for (guint pass = 0, before = G_MAXUINT; pass < MAX_PASSES && before != e->memory_size && !e->too_large; pass++) {
		before = e->memory_size;
		run_pass(e);
	}
	g_debug("%u contexts, %u threads, %u acts", e->contexts, e->out->threads->threads->len, e->out->acts->len);
	return !e->too_large;
}

static void explorer_init(Explorer *e)
{
	e->out = explored_new();
	e->out->summaries = e->summaries;
	e->relevant = g_new0(guint8, e->n + 1);
	e->starts = g_new0(guint8, e->n + 1);
	e->visited = g_new0(guint8, e->n + 1);
	e->used = g_new0(guint16, e->n + 1);
	e->visits = g_new0(guint32, e->n + 1);
	e->taken = g_new0(guint8, e->n + 1);
	e->seen = g_hash_table_new(NULL, NULL);
	e->memory = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	e->act_keys = g_hash_table_new(NULL, NULL);
	e->reentrant = g_hash_table_new(NULL, NULL);
	e->binary = g_hash_table_new(NULL, NULL);
	e->empty = g_hash_table_new(NULL, NULL);
	e->untyped = g_hash_table_new(NULL, NULL);
	e->counts = g_hash_table_new(NULL, NULL);
	e->counted = g_hash_table_new(NULL, NULL);
	e->at_exit = g_array_new(FALSE, FALSE, sizeof(LoVal));
	e->nothing = lo_state_new(0);
}

static LoExplored *explore(const Explorer *what, LoFnId entry, gboolean small)
{
	Explorer e = *what;

	e.small = small;
	explorer_init(&e);
	if (!explore_all(&e, entry, small ? MAX_SMALL_CONTEXTS : MAX_CONTEXTS))
		g_clear_pointer(&e.out, lo_explored_free);
	explorer_clear(&e);
	return e.out;
}

LoExplored *lo_explore(LoVals *vals, LoSummary *const *summaries, guint n, LoClasses *classes, LoTargets *targets)
{
	LoFnId entry = lo_program_find_fn(lo_vals_program(vals), "main", "");
	const Explorer what = { .vals = vals, .program = lo_vals_program(vals), .summaries = summaries, .n = n, .classes = classes,
				.targets = targets };

	if (!lo_vals_is_user(vals) || entry == LO_NO_ID || !summaries[entry])
		return NULL;
	LoExplored *out = lo_vals_is_small(vals) ? explore(&what, entry, TRUE) : NULL;
	return out ? out : explore(&what, entry, FALSE);
}
