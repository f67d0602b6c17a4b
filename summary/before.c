#include "summary/before.h"

#define MAX_BEFORES 4096	/* of one function */

/* Calls between the event and a complete(), plus one; 0: it does not get to one. */
static guint completing_depth(const LoRun *run, const LoEvent *ev)
{
	if (ev->kind == LO_EV_COMPLETE)
		return 1;
	const LoSummary *callee = ev->kind == LO_EV_CALL ? lo_find_summary(run, ev->callee) : NULL;
	guint depth = callee ? callee->completes : 0;
	return depth && depth <= LO_MAX_COMPLETING_DEPTH ? depth + 1 : 0;
}

static guint32 block_of(const LoRun *run, guint32 instr)
{
	const GArray *blocks = run->body->ir->blocks;

	for (guint32 i = 0; i < blocks->len; i++) {
		const LoBlock *b = &LO_AT(blocks, LoBlock, i);
		if (instr - b->first_instr < b->n_instrs)
			return i;
	}
	return 0;
}

/* Per block, does it lead to `to`?  Loops are run through once. */
static guint8 *blocks_before(const LoRun *run, guint32 to)
{
	const LoFunc *ir = run->body->ir;
	guint8 *leads = g_new0(guint8, ir->blocks->len);

	leads[to] = TRUE;
	for (guint32 place = run->flow.rank[to]; place-- > 0;) {
		const LoBlock *b = &LO_AT(ir->blocks, LoBlock, run->flow.block_at[place]);
		for (guint i = 0; i < b->n_targets; i++) {
			guint32 next = LO_AT(ir->targets, guint32, b->first_target + i);
			if (run->flow.rank[next] > place && leads[next])
				leads[run->flow.block_at[place]] = TRUE;
		}
	}
	return leads;
}

static gboolean may_acquire(const LoEvent *ev)
{
	return (ev->kind == LO_EV_ACQUIRE && !ev->try) || ev->kind == LO_EV_CALL || ev->kind == LO_EV_ICALL ||
		ev->kind == LO_EV_INVOKE;
}

static void add_befores(LoRun *run, guint32 later)
{
	LoSummary *out = run->out;
	guint32 instr = LO_AT(out->events, LoEvent, later).instr, block = block_of(run, instr);
	g_autofree guint8 *leads = blocks_before(run, block);

	for (guint32 i = 0; i < out->events->len && out->befores->len < MAX_BEFORES; i++) {
		const LoEvent *ev = &LO_AT(out->events, LoEvent, i);
		if (!may_acquire(ev))
			continue;
		guint32 at = block_of(run, ev->instr);
		LoBefore pair = { i, later };
		if (at == block ? ev->instr < instr : leads[at])
			g_array_append_val(out->befores, pair);
	}
}

void lo_record_befores(LoRun *run)
{
	LoSummary *out = run->out;
	guint least = 0;

	for (guint32 i = 0; i < out->events->len; i++) {
		guint depth = completing_depth(run, &LO_AT(out->events, LoEvent, i));
		if (!depth)
			continue;
		least = least ? MIN(least, depth) : depth;
		add_befores(run, i);
	}
	out->completes = least;
}
