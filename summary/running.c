#include "summary/running.h"

#include <string.h>

void lo_start_thread(LoState *s, LoVal token, LoVal handle, gboolean many)
{
	for (guint i = 0; i < s->n_running; i++)
		if (s->running[i].token == token) {
			s->running[i].many = TRUE;
			return;
		}
	if (!token || s->n_running == LO_MAX_RUNNING)
		return;
	guint at = 0;
	while (at < s->n_running && s->running[at].token < token)
		at++;
	memmove(s->running + at + 1, s->running + at, (s->n_running - at) * sizeof(LoRunning));
	s->running[at] = (LoRunning){ token, handle, many };
	s->n_running++;
}

static void remove_running(LoState *s, guint at)
{
	memmove(s->running + at, s->running + at + 1, (s->n_running - at - 1) * sizeof(LoRunning));
	s->n_running--;
}

static void add_joined(LoState *s, LoVal handle)
{
	guint at = 0;

	while (at < s->n_joined && s->joined[at] < handle)
		at++;
	if (s->n_joined == LO_MAX_JOINED || (at < s->n_joined && s->joined[at] == handle))
		return;
	memmove(s->joined + at + 1, s->joined + at, (s->n_joined - at) * sizeof(LoVal));
	s->joined[at] = handle;
	s->n_joined++;
}

LoVal lo_handle_address(const LoVals *vals, LoVal handle)
{
	const LoValue *v = lo_val(vals, handle);

	return v->kind == LO_V_LOAD ? v->a : LO_VAL_NONE;
}

void lo_join_thread(LoVals *vals, LoState *s, LoVal handle)
{
	LoVal addr = lo_handle_address(vals, handle);

	for (guint i = 0; i < s->n_running; i++) {
		const LoRunning *r = &s->running[i];
		if (r->token != handle && (!addr || r->handle != addr))
			continue;
		if (!r->many)
			remove_running(s, i);
		return;
	}
	if (addr || (lo_val(vals, handle)->flags & LO_VF_PARAM))
		add_joined(s, handle);
}

gboolean lo_same_threads(const LoState *a, const LoState *b)
{
	if (a->n_running != b->n_running || a->n_joined != b->n_joined)
		return FALSE;
	for (guint i = 0; i < a->n_running; i++)
		if (a->running[i].token != b->running[i].token || a->running[i].many != b->running[i].many)
			return FALSE;
	return !memcmp(a->joined, b->joined, a->n_joined * sizeof(LoVal));
}

static gboolean has_joined(const LoState *s, LoVal handle)
{
	for (guint i = 0; i < s->n_joined; i++)
		if (s->joined[i] == handle)
			return TRUE;
	return FALSE;
}

static LoRunning *find_running(LoState *s, LoVal token)
{
	for (guint i = 0; i < s->n_running; i++)
		if (s->running[i].token == token)
			return &s->running[i];
	return NULL;
}

gboolean lo_join_threads(LoState *into, const LoState *from)
{
	gboolean changed = FALSE;
	guint n = 0;

	for (guint i = 0; i < from->n_running; i++) {
		LoRunning *r = find_running(into, from->running[i].token);
		if (r) {
			changed |= from->running[i].many && !r->many;
			r->many |= from->running[i].many;
		} else if (into->n_running < LO_MAX_RUNNING) {
			lo_start_thread(into, from->running[i].token, from->running[i].handle, from->running[i].many);
			changed = TRUE;
		}
	}
	for (guint i = 0; i < into->n_joined; i++)
		if (has_joined(from, into->joined[i]))
			into->joined[n++] = into->joined[i];
	changed |= n != into->n_joined;
	into->n_joined = n;
	return changed;
}

/* ---- sets in summaries ---- */

static gboolean is_set(const LoSummary *out, const LoThreadSet *set, const LoState *s)
{
	if (set->n_running != s->n_running || set->n_joined != s->n_joined)
		return FALSE;
	for (guint i = 0; i < s->n_running; i++) {
		const LoRunning *r = &LO_AT(out->running, LoRunning, set->first_running + i);
		if (r->token != s->running[i].token || r->many != s->running[i].many)
			return FALSE;
	}
	return !s->n_joined || !memcmp(&LO_AT(out->vals, LoVal, set->first_joined), s->joined, s->n_joined * sizeof(LoVal));
}

guint32 lo_record_threads(LoSummary *out, const LoState *s)
{
	LoThreadSet set = { out->running->len, s->n_running, out->vals->len, s->n_joined };

	for (guint i = 0; i < out->thread_sets->len; i++)
		if (is_set(out, &LO_AT(out->thread_sets, LoThreadSet, i), s))
			return i;
	g_array_append_vals(out->running, s->running, s->n_running);
	g_array_append_vals(out->vals, s->joined, s->n_joined);
	g_array_append_val(out->thread_sets, set);
	return out->thread_sets->len - 1;
}

static LoState *state_of_set(const LoSummary *out, guint32 id)
{
	const LoThreadSet *set = &LO_AT(out->thread_sets, LoThreadSet, id);
	LoState *s = lo_state_new(0);

	s->n_running = set->n_running;
	s->n_joined = set->n_joined;
	for (guint i = 0; i < set->n_running; i++)
		s->running[i] = LO_AT(out->running, LoRunning, set->first_running + i);
	for (guint i = 0; i < set->n_joined; i++)
		s->joined[i] = LO_AT(out->vals, LoVal, set->first_joined + i);
	return s;
}

guint32 lo_join_thread_sets(LoSummary *out, guint32 a, guint32 b)
{
	if (a == b)
		return a;
	g_autofree LoState *x = state_of_set(out, a), *y = state_of_set(out, b);

	lo_join_threads(x, y);
	return lo_record_threads(out, x);
}

/* ---- joins in loops ---- */

static gboolean joins(const LoPrimitive *prim)
{
	for (guint i = 0; prim && i < prim->effects->len; i++) {
		const LoEffect *e = &LO_AT(prim->effects, LoEffect, i);
		if (e->kind == LO_EFFECT_JOIN && e->place.root == LO_PLACE_ARG && e->place.arg == 0)
			return TRUE;
	}
	return FALSE;
}

static gboolean is_join(LoRun *run, const LoInstr *in)
{
	if (in->kind != LO_INSTR_CALL || !in->n_args)
		return FALSE;
	const LoTerm *t = &LO_AT(run->body->ir->terms, LoTerm, in->addr);
	return t->kind == LO_TERM_FUNC && joins(lo_vals_primitive(run->vals, run->body->fn_of_sym[t->a]));
}

/* The last block that jumps back to the head; blocks are in source order. */
static guint32 loop_end(const LoFunc *ir, guint32 head)
{
	guint32 end = head;

	for (guint32 i = head; i < ir->blocks->len; i++) {
		const LoBlock *b = &LO_AT(ir->blocks, LoBlock, i);
		for (guint t = 0; t < b->n_targets; t++)
			if (LO_AT(ir->targets, guint32, b->first_target + t) == head)
				end = i;
	}
	return end;
}

static void add_loop_join(LoRun *run, const LoInstr *in, guint32 block)
{
	const LoFunc *ir = run->body->ir;
	LoTermId handle = LO_AT(ir->args, LoTermId, in->first_arg);
	const LoTerm *t = &LO_AT(ir->terms, LoTerm, handle);

	if (t->kind != LO_TERM_LOAD)
		return;
	for (guint32 head = 0; head <= block; head++) {
		LoLoopJoin j = { head, t->a };
		if (run->flow.loop_head[head] && loop_end(ir, head) >= block)
			g_array_append_val(run->loop_joins, j);
	}
}

void lo_find_loop_joins(LoRun *run)
{
	const LoFunc *ir = run->body->ir;

	run->loop_joins = g_array_new(FALSE, FALSE, sizeof(LoLoopJoin));
	for (guint32 i = 0; i < ir->blocks->len; i++) {
		const LoBlock *b = &LO_AT(ir->blocks, LoBlock, i);
		for (guint32 k = b->first_instr; k < b->first_instr + b->n_instrs; k++)
			if (is_join(run, &LO_AT(ir->instrs, LoInstr, k)))
				add_loop_join(run, &LO_AT(ir->instrs, LoInstr, k), i);
	}
}

/* An element's address with the element left open; *in_array: there is one. */
static LoVal any_element(LoVals *vals, LoVal v, gboolean *in_array)
{
	const LoValue x = *lo_val(vals, v);

	if (x.kind == LO_V_FIELD)
		return lo_val_field(vals, any_element(vals, x.a, in_array), x.b);
	if (x.kind != LO_V_INDEX)
		return v;
	*in_array = TRUE;
	return lo_val_index(vals, any_element(vals, x.a, in_array), -1);
}

static void join_array(LoVals *vals, LoState *s, LoVal addr)
{
	gboolean in_array = FALSE, ignored;
	LoVal array = any_element(vals, addr, &in_array);
	guint n = 0;

	if (!in_array)
		return;
	for (guint i = 0; i < s->n_running; i++)
		if (!s->running[i].handle || any_element(vals, s->running[i].handle, &ignored) != array)
			s->running[n++] = s->running[i];
	s->n_running = n;
	add_joined(s, lo_val_load(vals, array));
}

void lo_join_of_callee(LoVals *vals, LoState *s, LoVal handle, LoVal value, LoVal addr)
{
	gboolean in_array = FALSE;
	LoVal from = lo_handle_address(vals, handle);

	if (from && any_element(vals, from, &in_array) == from && in_array)
		join_array(vals, s, addr);
	else
		lo_join_thread(vals, s, value);
}

void lo_join_in_loop(LoRun *run, LoState *s, guint32 block)
{
	for (guint i = 0; i < run->loop_joins->len; i++) {
		const LoLoopJoin *j = &LO_AT(run->loop_joins, LoLoopJoin, i);
		if (j->head == block)
			join_array(run->vals, s, lo_eval(run, s, j->handle));
	}
}

/* ---- a model's effects ---- */

/* The thread reads the local that it is given. */
static void record_local(LoRun *run, const LoState *s, LoVal addr)
{
	const LoValue *a = lo_val(run->vals, addr);

	if (a->kind == LO_V_LOCAL && a->a == run->fn && s->env[a->b])
		lo_record_store(run, addr, s->env[a->b]);
}

LoVal lo_thread_token(LoCallSite *c)
{
	return lo_val_opaque(c->run->vals, c->run->fn, LO_SITE_THREAD + c->instr, FALSE);
}

void lo_apply_spawn(LoCallSite *c, LoVal function, LoVal argument, LoVal handle)
{
	LoVal token = lo_thread_token(c), *args = c->args;
	guint n_args = c->n_args;

	record_local(c->run, c->s, argument);
	c->args = &argument;
	c->n_args = 1;
	lo_record_event(c, (LoEvent){ .kind = LO_EV_SPAWN, .lock = function, .token = token, .callee = LO_NO_ID, .slot = LO_NO_ID });
	c->args = args;
	c->n_args = n_args;
	lo_start_thread(c->s, token, handle, FALSE);
	if (handle && handle != token)
		lo_put_out(c, c->s, handle, token);
}

void lo_apply_join(LoCallSite *c, LoVal handle)
{
	LoValKind kind = lo_val(c->run->vals, handle)->kind;

	/* some libraries are given where the handle is */
	if (kind == LO_V_LOCAL || kind == LO_V_VAR || kind == LO_V_FIELD || kind == LO_V_INDEX)
		handle = lo_load_known(c->run, c->s, handle);
	lo_record_event(c, (LoEvent){ .kind = LO_EV_JOIN, .lock = handle, .callee = LO_NO_ID, .slot = LO_NO_ID });
	lo_join_thread(c->run->vals, c->s, handle);
}
