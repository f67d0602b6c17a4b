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
