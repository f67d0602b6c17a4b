/*
 * What happens before what in an explored program: by the order of one thread's
 * code, by joins, by waits that end only when another thread has signalled
 * (semaphores that begin at 0, barriers), and by flags (flags.h).
 *
 * Read off the functions' control flow at the place where two call paths part;
 * below it a call is taken to do what it does on every way.
 */
#pragma once

#include "orders/witness.h"
#include "threads/explore.h"

#define LO_MAX_PATH 64

/* Block of an instruction, or LO_NO_ID. */
guint32 lo_block_of(const LoFunc *ir, guint32 instr);
/* Marks the blocks that can be reached from `from`, without going through `without`. */
void lo_reach_blocks(const LoFunc *ir, guint32 from, guint32 without, guint8 *seen);
/* Can b happen after a, in one run of the function? */
gboolean lo_instr_follows(const LoFunc *ir, guint32 b, guint32 a);
/* Has a been done on every way to b? */
gboolean lo_instr_dominates(const LoFunc *ir, guint32 a, guint32 b);
/* The steps of a call path, innermost first; how many. */
guint lo_path_steps(const LoExplored *x, guint32 path, guint32 out[LO_MAX_PATH]);

/* On every way to b, a has happened: two acts of one thread. */
gboolean lo_comes_after(const LoWitness *w, const LoExplored *x, const LoAct *b, const LoAct *a);
/* Can b happen after a, which the same thread does? */
gboolean lo_may_follow(const LoWitness *w, const LoExplored *x, const LoAct *b, const LoAct *a);
/* Is the thread started before b happens, or b in a thread that is started after it? */
gboolean lo_is_after_start(const LoWitness *w, const LoExplored *x, guint32 thread, const LoAct *b);
/* a has happened whenever b does: something keeps b waiting until a, which another thread does, is over. */
gboolean lo_happens_before(const LoWitness *w, const LoExplored *x, const LoAct *a, const LoAct *b);
/* Are both instructions in one loop? */
gboolean lo_in_one_loop(const LoFunc *ir, guint32 a, guint32 b);
/* The same condition variable, semaphore or barrier, for sure or not. */
gboolean lo_may_be_told(const LoWitness *w, const LoExplored *x, const LoAct *wait, const LoAct *signal);
