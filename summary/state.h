/*
 * The state of one path through a body: values of locals, locks held in order,
 * the caller's locks that are dropped, what is known of values.
 *
 * Two states that agree on held and dropped locks are one disjunct: joined,
 * locals that differ become a value of the join.
 */
#pragma once

#include "summary/summary.h"

#define LO_MAX_HELD 20
#define LO_MAX_DROPPED 8
#define LO_MAX_FACTS 32
#define LO_MAX_GONE 4
#define LO_MAX_MEM 24
#define LO_MAX_RUNNING 12
#define LO_MAX_JOINED 6
#define LO_MAX_ZEROED 2

typedef struct {
	LoVal v;
	guint8 mask;
} LoFact;

typedef struct {
	LoVal addr, value;
} LoMem;

typedef struct {
	LoVal object;
	guint32 touched;	/* which members are not known to be zero, see zeroed.h */
} LoZeroed;

typedef struct {
	guint8 n_held, n_dropped, n_maybe, n_facts, n_mem, n_running, n_joined;
	guint8 looped;		/* behind a loop's head */
	guint8 done;		/* run on from where it stands, and not joined with another since */
	guint8 n_gone, n_zeroed;
	LoVal gone[LO_MAX_GONE];	/* released on this path after it took them, and not taken again */
	LoIrqState irq;
	guint8 slept;		/* whatever the path */
	guint32 n_env;
	guint32 written;	/* bits of the first 32 parameters: what they point to may have been stored to */
	LoHeld held[LO_MAX_HELD];
	LoVal dropped[LO_MAX_DROPPED];
	LoVal maybe[LO_MAX_DROPPED];	/* the caller's locks that are released here if it holds them; no part of the disjunct */
	LoFact facts[LO_MAX_FACTS];
	LoMem mem[LO_MAX_MEM];
	LoZeroed zeroed[LO_MAX_ZEROED];	/* new objects */
	LoRunning running[LO_MAX_RUNNING];	/* threads started here, or by callees, that may still run */
	LoVal joined[LO_MAX_JOINED];	/* sorted: handles of the callers' threads that have ended */
	LoVal env[];
} LoState;

LoState *lo_state_new(guint32 n_env);
LoState *lo_state_copy(const LoState *s);
gboolean lo_state_same_locks(const LoState *a, const LoState *b);
/* Joins `from` into `into`, which stands at `block` of fn; TRUE when `into` changed. */
gboolean lo_state_join(LoVals *vals, LoState *into, const LoState *from, LoFnId fn, guint32 block, gboolean loop);
void lo_state_forget(LoVals *vals, LoState *s, LoVal opaque);	/* facts about a value made anew */
void lo_state_forget_loop(LoVals *vals, LoState *s);		/* facts that another iteration may change */

gboolean lo_says_nothing(LoVals *vals, LoVal v, guint8 mask);	/* is v in the mask whatever it is? */
guint8 lo_state_mask(LoVals *vals, const LoState *s, LoVal v);
gboolean lo_state_restrict(LoVals *vals, LoState *s, LoVal v, guint8 mask);	/* FALSE: cannot be */
gboolean lo_state_assume(LoVals *vals, LoState *s, LoVal v, gboolean truth);

void lo_state_note_written(LoVals *vals, LoState *s, LoVal addr);	/* something is stored at or below addr */
void lo_state_set_mem(LoState *s, LoVal addr, LoVal value);
LoVal lo_state_get_mem(const LoState *s, LoVal addr);

int lo_state_find_held(LoVals *vals, const LoState *s, LoVal lock);	/* -1: not held */
/* With its subclass: of two objects that a branch may have swapped, and that look the same, each is held with one. */
gboolean lo_state_is_held(LoVals *vals, const LoState *s, LoVal lock);
int lo_state_find_released(LoVals *vals, const LoState *s, LoVal lock);	/* what releasing it here takes off; -1: nothing */
void lo_state_push(LoState *s, LoHeld h);
void lo_state_release(LoVals *vals, LoState *s, LoVal lock);	/* of the caller when it is not held here: dropped */
void lo_state_release_maybe(LoVals *vals, LoState *s, LoVal lock);

void lo_state_unhold_dropped(LoState *s, LoVal lock);
