#include "threads/happens.h"

#include "threads/flags.h"
#include "threads/once.h"
#include "threads/relation.h"

#include <string.h>

/* ---- places in one function ---- */

guint32 lo_block_of(const LoFunc *ir, guint32 instr)
{
	for (guint32 i = 0; i < ir->blocks->len; i++) {
		const LoBlock *b = &LO_AT(ir->blocks, LoBlock, i);
		if (instr >= b->first_instr && instr < b->first_instr + b->n_instrs)
			return i;
	}
	return LO_NO_ID;
}

void lo_reach_blocks(const LoFunc *ir, guint32 from, guint32 without, guint8 *seen)
{
	g_autoptr(GArray) todo = g_array_new(FALSE, FALSE, sizeof(guint32));

	g_array_append_val(todo, from);
	for (guint i = 0; i < todo->len; i++) {
		const LoBlock *b = &LO_AT(ir->blocks, LoBlock, LO_AT(todo, guint32, i));
		for (guint t = 0; t < b->n_targets; t++) {
			guint32 to = LO_AT(ir->targets, guint32, b->first_target + t);
			if (to == without || seen[to])
				continue;
			seen[to] = TRUE;
			g_array_append_val(todo, to);
		}
	}
}

gboolean lo_instr_follows(const LoFunc *ir, guint32 b, guint32 a)
{
	guint32 from = lo_block_of(ir, a), to = lo_block_of(ir, b);
	g_autofree guint8 *seen = g_new0(guint8, ir->blocks->len + 1);

	if (from == LO_NO_ID || to == LO_NO_ID)
		return TRUE;
	lo_reach_blocks(ir, from, LO_NO_ID, seen);
	return seen[to] || (from == to && b > a);
}

gboolean lo_in_one_loop(const LoFunc *ir, guint32 a, guint32 b)
{
	guint32 from = lo_block_of(ir, a), to = lo_block_of(ir, b);
	g_autofree guint8 *there = g_new0(guint8, ir->blocks->len + 1), *back = g_new0(guint8, ir->blocks->len + 1);

	if (from == LO_NO_ID || to == LO_NO_ID)
		return FALSE;
	lo_reach_blocks(ir, from, LO_NO_ID, there);
	lo_reach_blocks(ir, to, LO_NO_ID, back);
	return there[to] && back[from];
}

gboolean lo_instr_dominates(const LoFunc *ir, guint32 a, guint32 b)
{
	guint32 first = lo_block_of(ir, a), second = lo_block_of(ir, b);
	g_autofree guint8 *seen = g_new0(guint8, ir->blocks->len + 1);

	if (first == LO_NO_ID || second == LO_NO_ID)
		return FALSE;
	if (first == second)
		return a < b;
	if (!first)
		return TRUE;
	lo_reach_blocks(ir, 0, first, seen);
	return second && !seen[second];
}

/* ---- places on call paths ---- */

guint lo_path_steps(const LoExplored *x, guint32 path, guint32 out[LO_MAX_PATH])
{
	guint n = 0;

	for (guint32 p = path; p != LO_NO_ID && n < LO_MAX_PATH; p = LO_AT(x->paths, LoPathStep, p).parent)
		out[n++] = p;
	return n;
}

/* Where two paths part: one function, an instruction of each.  NULL: nowhere. */
static const LoFunc *find_parting(const LoWitness *w, const LoExplored *x, guint32 p, guint32 q, guint32 *a, guint32 *b)
{
	guint32 ps[LO_MAX_PATH] = { 0 }, qs[LO_MAX_PATH] = { 0 };
	guint n = lo_path_steps(x, p, ps), m = lo_path_steps(x, q, qs);

	while (n && m) {
		const LoPathStep *s = &LO_AT(x->paths, LoPathStep, ps[--n]), *t = &LO_AT(x->paths, LoPathStep, qs[--m]);
		if (s->fn != t->fn)
			return NULL;
		*a = LO_AT(w->summaries[s->fn]->events, LoEvent, s->event).instr;
		*b = LO_AT(w->summaries[t->fn]->events, LoEvent, t->event).instr;
		if (*a != *b)
			return lo_program_fn(w->program, s->fn)->ir;
	}
	return NULL;
}

static gboolean path_comes_after(const LoWitness *w, const LoExplored *x, guint32 later, guint32 earlier)
{
	guint32 a, b;
	const LoFunc *ir = find_parting(w, x, earlier, later, &a, &b);

	return ir && lo_instr_dominates(ir, a, b);
}

gboolean lo_comes_after(const LoWitness *w, const LoExplored *x, const LoAct *b, const LoAct *a)
{
	return a->thread == b->thread && path_comes_after(w, x, b->path, a->path);
}

gboolean lo_may_follow(const LoWitness *w, const LoExplored *x, const LoAct *b, const LoAct *a)
{
	guint32 i, k;
	const LoFunc *ir = find_parting(w, x, a->path, b->path, &i, &k);

	return !ir || lo_instr_follows(ir, k, i);
}

gboolean lo_is_after_start(const LoWitness *w, const LoExplored *x, guint32 thread, const LoAct *b)
{
	const LoThread *t = lo_threads_get(x->threads, thread);
	guint32 other = b->thread, path = b->path;

	for (guint n = 0; other != LO_NO_ID && n < 16; n++) {
		if (other == t->parent)
			return path_comes_after(w, x, path, t->path);
		path = lo_threads_get(x->threads, other)->path;
		other = lo_threads_get(x->threads, other)->parent;
	}
	return FALSE;
}

/* ---- between threads ---- */

static gboolean is_barrier(const LoWitness *w, const LoAct *a)
{
	LoVarId id = lo_val(w->vals, a->lock)->kind == LO_V_VAR ? lo_val(w->vals, a->lock)->a : LO_NO_ID;
	const LoValue *v = lo_val(w->vals, a->lock);

	if (id != LO_NO_ID)
		return strstr(lo_program_var(w->program, id)->type, "barrier") != NULL;
	return v->kind == LO_V_FIELD && strstr(lo_program_field(w->program, v->b)->type, "barrier");
}

gboolean lo_may_be_told(const LoWitness *w, const LoExplored *x, const LoAct *wait, const LoAct *signal)
{
	return signal->kind == LO_ACT_SIGNAL &&
		lo_relate_across(x, w->vals, wait->thread, wait->lock, wait->cls, signal->thread, signal->lock, signal->cls) != LO_DISTINCT;
}

/* Does every signal that can end the wait come from a's thread, after a?  Of a barrier, a's thread is one that must come. */
static gboolean waits_for(const LoWitness *w, const LoExplored *x, const LoAct *wait, const LoAct *a)
{
	gboolean barrier = is_barrier(w, wait), any = FALSE;

	for (guint32 i = 0; i < x->acts->len; i++) {
		const LoAct *s = &LO_AT(x->acts, LoAct, i);
		if (!lo_may_be_told(w, x, wait, s) || (barrier && s->thread != a->thread))
			continue;
		if (s->thread != a->thread || lo_may_follow(w, x, a, s))
			return FALSE;
		any = TRUE;
	}
	return any;
}

gboolean lo_happens_before(const LoWitness *w, const LoExplored *x, const LoAct *a, const LoAct *b)
{
	if (lo_once_tells(w, x, a, b))
		return TRUE;
	if (a->thread == b->thread || lo_threads_get(x->threads, a->thread)->many)
		return FALSE;
	for (guint32 i = 0; i < x->acts->len; i++) {
		const LoAct *k = &LO_AT(x->acts, LoAct, i);
		if (k->thread != b->thread || (k->kind != LO_ACT_JOIN && k->kind != LO_ACT_WAIT) || !lo_comes_after(w, x, b, k))
			continue;
		if (k->kind == LO_ACT_JOIN ? k->target == a->thread : waits_for(w, x, k, a))
			return TRUE;
	}
	return lo_flag_tells(w, x, a, b);
}
