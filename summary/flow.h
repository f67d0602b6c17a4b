/*
 * The order in which a body's blocks are visited, and where its loops begin:
 * reverse postorder, so that a block comes after those that lead to it, but
 * for the edges that go back; what these go to is a loop's head.  (Aho, Lam,
 * Sethi, Ullman: Compilers, 9.6.)
 */
#pragma once

#include "facts/ir.h"

typedef struct {
	guint32 *rank;		/* per block: its place in the order; those that nothing leads to come first */
	guint32 *block_at;	/* per place: the block */
	gboolean *loop_head;	/* per block */
} LoFlow;

void lo_flow_init(LoFlow *flow, const LoFunc *ir);
void lo_flow_clear(LoFlow *flow);

/* Is the instruction in the body of an `if` that has no `else`, and goes on behind it? */
gboolean lo_flow_is_optional(const LoFunc *ir, guint32 instr);

/*
 * Is the call done again and again until it has another result: is it in a loop that only one branch leaves, and in which
 * no other call is made but those that `quiet` lets pass?
 */
gboolean lo_flow_repeats(const LoFunc *ir, guint32 call, gboolean (*quiet)(const LoInstr *call, gpointer data), gpointer data);
