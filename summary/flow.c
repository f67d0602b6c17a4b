#include "summary/flow.h"

#include <string.h>

enum { UNSEEN, OPEN, DONE };

typedef struct {
	guint32 block;
	guint32 next;		/* targets not yet followed */
} Visit;

typedef struct {
	LoFlow *flow;
	const LoFunc *ir;
	guint8 *state;		/* per block */
	GArray *stack;		/* Visit; no recursion, bodies are input */
	guint32 place;		/* the last one not yet given */
} Walk;

static void open_block(Walk *w, guint32 block)
{
	Visit v = { block, LO_AT(w->ir->blocks, LoBlock, block).n_targets };

	w->state[block] = OPEN;
	g_array_append_val(w->stack, v);
}

static void close_block(Walk *w, guint32 block)
{
	w->state[block] = DONE;
	w->place--;
	w->flow->rank[block] = w->place;
	w->flow->block_at[w->place] = block;
	g_array_set_size(w->stack, w->stack->len - 1);
}

/* The last target first: a loop's way out is then placed behind its body. */
static void walk_from(Walk *w, guint32 start)
{
	open_block(w, start);
	while (w->stack->len) {
		Visit *v = &LO_AT(w->stack, Visit, w->stack->len - 1);
		if (!v->next) {
			close_block(w, v->block);
			continue;
		}
		const LoBlock *b = &LO_AT(w->ir->blocks, LoBlock, v->block);
		guint32 to = LO_AT(w->ir->targets, guint32, b->first_target + --v->next);
		if (w->state[to] == OPEN)
			w->flow->loop_head[to] = TRUE;
		else if (w->state[to] == UNSEEN)
			open_block(w, to);
	}
}

void lo_flow_init(LoFlow *flow, const LoFunc *ir)
{
	guint32 n = ir->blocks->len;
	Walk w = { .flow = flow, .ir = ir, .state = g_new0(guint8, n + 1), .place = n,
		   .stack = g_array_new(FALSE, FALSE, sizeof(Visit)) };

	flow->rank = g_new0(guint32, n + 1);
	flow->block_at = g_new0(guint32, n + 1);
	flow->loop_head = g_new0(gboolean, n + 1);
	if (n)
		walk_from(&w, 0);
	/* dead blocks take the places before the entry's: nothing arrives there */
	for (guint32 i = 0; i < n; i++)
		if (w.state[i] == UNSEEN) {
			w.place--;
			flow->rank[i] = w.place;
			flow->block_at[w.place] = i;
		}
	g_free(w.state);
	g_array_unref(w.stack);
}

void lo_flow_clear(LoFlow *flow)
{
	g_free(flow->rank);
	g_free(flow->block_at);
	g_free(flow->loop_head);
	memset(flow, 0, sizeof(*flow));
}

static const LoBlock *block_of(const LoFunc *ir, guint32 instr, guint32 *index)
{
	for (guint32 i = 0; i < ir->blocks->len; i++) {
		const LoBlock *b = &LO_AT(ir->blocks, LoBlock, i);
		if (instr - b->first_instr < b->n_instrs) {
			*index = i;
			return b;
		}
	}
	return NULL;
}

gboolean lo_flow_is_optional(const LoFunc *ir, guint32 instr)
{
	guint32 body;
	const LoBlock *b = block_of(ir, instr, &body);

	if (!b || b->n_targets != 1)
		return FALSE;
	guint32 behind = LO_AT(ir->targets, guint32, b->first_target);
	for (guint32 i = 0; i < ir->blocks->len; i++) {
		const LoBlock *p = &LO_AT(ir->blocks, LoBlock, i);
		if (p->n_targets != 2)
			continue;
		guint32 yes = LO_AT(ir->targets, guint32, p->first_target), no = LO_AT(ir->targets, guint32, p->first_target + 1);
		if ((yes == body && no == behind) || (no == body && yes == behind))
			return TRUE;
	}
	return FALSE;
}

static void mark_from(const LoFunc *ir, guint32 from, guint8 *seen)
{
	const LoBlock *b = &LO_AT(ir->blocks, LoBlock, from);

	for (guint32 i = 0; i < b->n_targets; i++) {
		guint32 to = LO_AT(ir->targets, guint32, b->first_target + i);
		if (seen[to])
			continue;
		seen[to] = TRUE;
		mark_from(ir, to, seen);
	}
}

/* The blocks that the block leads to, and that lead to it. */
static guint8 *find_loop(const LoFunc *ir, guint32 block)
{
	guint8 *loop = g_new0(guint8, ir->blocks->len + 1);

	mark_from(ir, block, loop);
	for (guint32 i = 0; i < ir->blocks->len; i++) {
		g_autofree guint8 *there = loop[i] ? g_new0(guint8, ir->blocks->len + 1) : NULL;
		if (!there)
			continue;
		mark_from(ir, i, there);
		loop[i] = there[block];
	}
	return loop;
}

#define MAX_SPINNING 64		/* blocks of a body, so that this stays cheap */

gboolean lo_flow_repeats(const LoFunc *ir, guint32 call, gboolean (*quiet)(const LoInstr *call, gpointer data), gpointer data)
{
	guint32 block;
	guint leaving = 0;

	if (ir->blocks->len > MAX_SPINNING || !block_of(ir, call, &block))
		return FALSE;
	g_autofree guint8 *loop = find_loop(ir, block);
	for (guint32 i = 0; loop[block] && i < ir->blocks->len; i++) {
		const LoBlock *b = &LO_AT(ir->blocks, LoBlock, i);
		for (guint32 t = 0; loop[i] && t < b->n_targets; t++)
			leaving += !loop[LO_AT(ir->targets, guint32, b->first_target + t)];
		for (guint32 k = b->first_instr; loop[i] && k < b->first_instr + b->n_instrs; k++) {
			const LoInstr *in = &LO_AT(ir->instrs, LoInstr, k);
			if (k != call && in->kind == LO_INSTR_CALL && !quiet(in, data))
				return FALSE;
		}
	}
	return leaving == 1;
}
