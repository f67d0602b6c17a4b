/*
 * What happens before what in an explored program: by the order of one thread's
 * code, by joins, and by waits that end only when another thread has signalled
 * (semaphores that begin at 0, barriers).
 *
 * Read off the functions' control flow at the place where two call paths part;
 * below it a call is taken to do what it does on every way.
 */
#pragma once

#include "orders/witness.h"
#include "threads/explore.h"

/* On every way to b, a has happened: two acts of one thread. */
gboolean lo_comes_after(const LoWitness *w, const LoExplored *x, const LoAct *b, const LoAct *a);
/* Can b happen after a, which the same thread does? */
gboolean lo_may_follow(const LoWitness *w, const LoExplored *x, const LoAct *b, const LoAct *a);
/* Is the thread started before b happens, or b in a thread that is started after it? */
gboolean lo_is_after_start(const LoWitness *w, const LoExplored *x, guint32 thread, const LoAct *b);
/* a has happened whenever b does: their threads are two, and something keeps b waiting until a is over. */
gboolean lo_happens_before(const LoWitness *w, const LoExplored *x, const LoAct *a, const LoAct *b);
/* Are both instructions in one loop? */
gboolean lo_in_one_loop(const LoFunc *ir, guint32 a, guint32 b);
/* The same condition variable, semaphore or barrier, for sure or not. */
gboolean lo_may_be_told(const LoWitness *w, const LoExplored *x, const LoAct *wait, const LoAct *signal);
