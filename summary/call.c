/* Calls: direct, through pointers, and what a callee calls through its parameters. */
#include "summary/interp.h"
#include "summary/zeroed.h"

#include <string.h>

#define MAX_OPENS 96

LoVal lo_fresh_result(LoCallSite *c, LoState *s)
{
	LoVal v = lo_val_opaque(c->run->vals, c->run->fn, c->instr, FALSE);

	lo_state_forget(c->run->vals, s, v);
	lo_zeroed_forget(s, v);
	return v;
}

void lo_set_result(LoCallSite *c, LoState *s, LoVal v)
{
	if (c->in->slot != LO_NO_SLOT)
		s->env[c->in->slot] = v;
}

typedef struct {
	const LoRun *run;
	const LoState *s;
} Memory;

/* What the caller's locals, and what it stored, hold at the call. */
static LoVal load_known(LoVal addr, gconstpointer data)
{
	const Memory *m = data;
	const LoValue *a = lo_val(m->run->vals, addr);

	if (a->kind == LO_V_LOCAL && a->a == m->run->fn)
		return m->s->env[a->b];
	LoVal known = lo_state_get_mem(m->s, addr);
	return known ? known : lo_zero_number(m->run, m->s, addr);
}

LoVal lo_to_caller(LoCallSite *c, LoVal v)
{
	Memory m = { c->run, c->s };
	LoPut *put = c->puts ? &c->puts[v % LO_PUTS] : NULL;

	if (put && put->v == v)
		return put->here;
	LoVal here = lo_val_subst_in(c->run->vals, v, c->args, c->n_args, c->run->fn, c->instr, c->s ? load_known : NULL, &m);
	if (put)
		*put = (LoPut){ v, here };
	return here;
}

static void apply_unknown(LoCallSite *c)
{
	lo_clobber_outs(c, c->s, G_MAXUINT32);
	lo_set_result(c, c->s, lo_fresh_result(c, c->s));
	g_ptr_array_add(c->next, g_steal_pointer(&c->s));
}

/* A function whose unit was not scanned, and which says that it unlocks: the newest lock in an object given to it. */
static void release_by_name(LoCallSite *c, LoFnId callee)
{
	const LoFn *fn = lo_program_fn(c->run->program, callee);

	if (*fn->file || !strstr(fn->name, "unlock"))
		return;
	for (guint i = c->s->n_held; i-- > 0;) {
		LoVal lock = c->s->held[i].lock, object = lo_val_base_lock(c->run->vals, lock);
		for (const LoValue *v = lo_val(c->run->vals, object); v->kind == LO_V_FIELD; v = lo_val(c->run->vals, object))
			object = v->a;
		for (guint k = 0; k < c->n_args; k++)
			if (object && c->args[k] == object) {
				lo_release(c, c->s, lock);
				return;
			}
	}
}

static void inherit_opens(LoCallSite *c, const LoSummary *g, guint32 event);

static void call_direct(LoCallSite *c, LoFnId callee)
{
	const LoSummary *g = lo_find_summary(c->run, callee);
	guint32 event = lo_record_event(c, (LoEvent){ .kind = LO_EV_CALL, .callee = callee, .slot = LO_NO_ID });

	if (g && g->done) {
		inherit_opens(c, g, event);
		lo_add_modified(c, g);
		lo_apply_summary(c, g, event);
	} else {
		release_by_name(c, callee);
		apply_unknown(c);
	}
}

LoFieldId lo_slot_of(LoVals *vals, LoVal target)
{
	const LoValue *t = lo_val(vals, target);

	if (t->kind != LO_V_LOAD)
		return LO_NO_ID;
	t = lo_val(vals, t->a);
	while (t->kind == LO_V_INDEX)
		t = lo_val(vals, t->a);
	return t->kind == LO_V_FIELD ? t->b : LO_NO_ID;
}

static void note_open(LoRun *run, guint32 event)
{
	GArray *opens = run->out->opens;

	for (guint i = 0; i < opens->len; i++)
		if (LO_AT(opens, guint32, i) == event)
			return;
	if (opens->len < MAX_OPENS)
		g_array_append_val(opens, event);
}

/* One function pointer that the call may go through. */
static guint32 record_icall(LoCallSite *c, LoVal target)
{
	LoRun *run = c->run;
	const LoValue t = *lo_val(run->vals, target);
	LoEvent ev = { .kind = LO_EV_ICALL, .lock = target, .callee = LO_NO_ID, .slot = lo_slot_of(run->vals, target) };

	if (t.kind == LO_V_CONST)
		return G_MAXUINT32;
	if (t.kind == LO_V_FN) {
		ev.kind = LO_EV_CALL;
		ev.callee = t.a;
	}
	guint32 at = lo_record_event(c, ev);
	if (t.flags & LO_VF_PARAM)
		note_open(run, at);
	return at;
}

/* One of the functions that the pointer may be; TRUE: the follow-up states are there. */
static gboolean call_alternative(LoCallSite *c, LoFnId callee, guint32 event)
{
	const LoSummary *g = lo_find_summary(c->run, callee);
	LoState *s = c->s;

	if (!g || !g->done || lo_vals_primitive(c->run->vals, callee))
		return FALSE;
	c->callee = callee;
	inherit_opens(c, g, event);
	lo_add_modified(c, g);
	if (lo_summary_changes_locks(g)) {
		c->s = lo_state_copy(s);
		lo_apply_summary(c, g, event);
		c->s = s;
	}
	c->callee = LO_NO_ID;
	return lo_summary_changes_locks(g);
}

/* The same of a pointer of which the program tells what it may be. */
static gboolean carry_alternative(LoCallSite *c, guint32 event)
{
	gboolean others;
	GPtrArray *ways = lo_carry(c, event, &others);

	if (ways)
		g_ptr_array_extend_and_steal(c->next, ways);
	return ways && !others;
}

static void call_indirect(LoCallSite *c)
{
	LoRun *run = c->run;
	LoFieldId slot = lo_slot_of(run->vals, c->target);
	LoVal targets[8];

	if (slot != LO_NO_ID) {
		const LoFieldInfo *f = lo_program_field(run->program, slot);
		const LoPrimitive *prim = lo_model_slot(run->model, f->record, f->name);
		if (prim && lo_apply_primitive(c, prim))
			return;
	}
	guint n = lo_val_alternatives(run->vals, c->target, targets);
	gboolean all = TRUE;
	for (guint i = 0; i < n; i++) {
		const LoValue t = *lo_val(run->vals, targets[i]);
		guint32 event = record_icall(c, targets[i]);
		all &= t.kind == LO_V_FN ? call_alternative(c, t.a, event) : carry_alternative(c, event);
	}
	if (all)
		g_clear_pointer(&c->s, g_free);
	else
		apply_unknown(c);
}

/* What the callee calls through its parameters, now that the arguments are known. */
static void inherit_target(LoCallSite *c, const LoSummary *g, const LoEvent *o, guint32 via, guint32 event, LoVal target)
{
	LoRun *run = c->run;
	const LoValue t = *lo_val(run->vals, target);
	LoEvent ev = *o;
	LoVal args[16], *saved_args = c->args;
	guint n_args = MIN(o->n_args, G_N_ELEMENTS(args)), n_saved = c->n_args;
	gboolean known = t.kind == LO_V_FN || (o->kind == LO_EV_INVOKE && !(t.flags & LO_VF_PARAM));

	if (!known && !(t.flags & LO_VF_PARAM))
		return;
	LoState *s = lo_state_copy(c->s), *saved = c->s;
	ev.lock = target;
	ev.inherited = TRUE;
	if (ev.kind == LO_EV_ICALL)
		ev.slot = lo_slot_of(run->vals, target);
	ev.via_fn = c->callee;
	ev.via_event = via;
	if (t.kind == LO_V_FN && o->kind == LO_EV_ICALL) {
		ev.kind = LO_EV_CALL;
		ev.callee = t.a;
	}
	for (guint i = 0; i < o->n_dropped; i++)
		lo_state_release(run->vals, s, lo_to_caller(c, LO_AT(g->vals, LoVal, o->first_dropped + i)));
	for (guint i = 0; i < o->n_held; i++) {
		LoHeld h = LO_AT(g->helds, LoHeld, o->first_held + i);
		h.lock = lo_to_caller(c, h.lock);
		h.event = event;
		h.inner = TRUE;
		h.via = LO_NO_ID;
		if (h.lock)
			lo_state_push(s, h);
	}
	for (guint i = 0; i < n_args; i++)
		args[i] = lo_to_caller(c, LO_AT(g->vals, LoVal, o->first_arg + i));
	c->s = s;
	c->args = args;
	c->n_args = n_args;
	guint32 at = lo_record_event(c, ev);
	if (ev.kind != LO_EV_CALL && t.flags & LO_VF_PARAM)
		note_open(run, at);
	c->s = saved;
	c->args = saved_args;
	c->n_args = n_saved;
	g_free(s);
}

static void inherit_one(LoCallSite *c, const LoSummary *g, const LoEvent *o, guint32 via, guint32 event)
{
	LoVal targets[8];
	guint n = lo_val_alternatives(c->run->vals, lo_to_caller(c, o->lock), targets);

	for (guint i = 0; i < n; i++)
		inherit_target(c, g, o, via, event, targets[i]);
}

/* Does a caller know more of the lock than the function that initialises it? */
static gboolean is_open_init(const LoVals *vals, const LoInitFact *f)
{
	return (lo_val(vals, f->name)->flags | lo_val(vals, f->key)->flags) & LO_VF_PARAM ||
		lo_val(vals, lo_val_base_lock(vals, f->lock))->kind == LO_V_PARAM;
}

static void inherit_facts(LoCallSite *c, const LoSummary *g)
{
	LoRun *run = c->run;

	for (guint i = 0; i < g->inits->len; i++) {
		LoInitFact f = LO_AT(g->inits, LoInitFact, i);
		if (!is_open_init(run->vals, &f))
			continue;
		f.lock = lo_to_caller(c, f.lock);
		f.name = lo_to_caller(c, f.name);
		f.key = lo_to_caller(c, f.key);
		f.fn = run->fn;
		f.line = c->in->line;
		if (run->out->inits->len < 256)
			g_array_append_val(run->out->inits, f);
	}
	for (guint i = 0; i < g->stores->len; i++) {
		LoStoreFact f = LO_AT(g->stores, LoStoreFact, i);
		if (!(lo_val(run->vals, f.value)->flags & LO_VF_PARAM))
			continue;
		f.value = lo_to_caller(c, f.value);
		f.addr = lo_to_caller(c, f.addr);
		if (f.value && run->out->stores->len < 512)
			g_array_append_val(run->out->stores, f);
	}
	for (guint i = 0; i < g->regs->len; i++) {
		LoRegFact f = LO_AT(g->regs, LoRegFact, i);
		guint8 flags = lo_val(run->vals, f.container)->flags | lo_val(run->vals, f.object)->flags;
		if (!(flags & LO_VF_PARAM))
			continue;
		f.container = lo_to_caller(c, f.container);
		f.object = lo_to_caller(c, f.object);
		for (guint k = 0; k < G_N_ELEMENTS(f.args); k++)
			f.args[k] = lo_to_caller(c, f.args[k]);
		lo_add_reg(c, f);
	}
}

static void inherit_opens(LoCallSite *c, const LoSummary *g, guint32 event)
{
	/* once per call site: the facts do not depend on the state much */
	gpointer key = GSIZE_TO_POINTER((gsize)c->instr << 33 | (gsize)c->callee << 1);	/* even: no event's */

	if (!g_hash_table_contains(c->run->seen_events, key)) {
		g_hash_table_insert(c->run->seen_events, key, GUINT_TO_POINTER(1));
		inherit_facts(c, g);
	}
	LoPut puts[LO_PUTS] = { 0 };
	c->puts = puts;
	for (guint i = 0; i < g->opens->len; i++) {
		guint32 via = LO_AT(g->opens, guint32, i);
		const LoEvent o = LO_AT(g->events, LoEvent, via);
		inherit_one(c, g, &o, via, event);
	}
	c->puts = NULL;
}

/* The pointer that a function made of assembly jumps through, as the model knows. */
static LoVal trampoline_target(LoRun *run, LoFnId callee)
{
	const LoFn *fn = lo_program_fn(run->program, callee);
	const char *record;
	g_autofree char *member = *fn->file ? NULL : lo_model_trampoline(run->model, fn->name, &record);

	if (!member)
		return LO_VAL_NONE;
	LoFieldId slot = lo_program_intern_field(run->program, record, member, "");
	return lo_val_load(run->vals, lo_val_field(run->vals, LO_VAL_NONE, slot));
}

static void do_call(LoCallSite *c)
{
	LoRun *run = c->run;
	const LoValue t = *lo_val(run->vals, c->target);

	if (t.kind == LO_V_FN) {
		c->callee = t.a;
		const LoPrimitive *prim = lo_vals_primitive(run->vals, t.a);
		if (!prim)
			prim = lo_macro_primitive(c);
		if (prim && lo_apply_primitive(c, prim))
			return;
		if (c->in->flags & LO_CALL_NORETURN) {
			lo_record_event(c, (LoEvent){ .kind = LO_EV_CALL, .callee = c->callee, .slot = LO_NO_ID });
			g_clear_pointer(&c->s, g_free);
			return;
		}
		c->target = trampoline_target(run, t.a);
		if (c->target == LO_VAL_NONE) {
			call_direct(c, t.a);
			return;
		}
		c->callee = LO_NO_ID;
	}
	call_indirect(c);
}

/* Does it return an object whose bytes are all zero?  Most functions' names say that they don't. */
static gboolean is_zeroing(const LoRun *run, LoFnId fn)
{
	const char *name = fn != LO_NO_ID ? lo_program_fn(run->program, fn)->name : "";

	return strstr(name, "alloc") && lo_model_is_zeroing(run->model, name);
}

void lo_do_call(LoCallSite *c)
{
	const LoValue *t = lo_val(c->run->vals, c->target);
	LoFnId fn = t->kind == LO_V_FN ? t->a : LO_NO_ID;
	guint before = c->next->len;

	do_call(c);
	if (c->in->slot == LO_NO_SLOT || !is_zeroing(c->run, fn))
		return;
	for (guint i = before; i < c->next->len; i++) {
		LoState *s = g_ptr_array_index(c->next, i);
		lo_zeroed_add(c->run->vals, s, s->env[c->in->slot], NULL, 0);
	}
}
