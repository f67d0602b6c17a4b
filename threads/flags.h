/*
 * Flags that one thread waits for in a loop, and another one sets: a variable
 * with static storage, or a member of one, that begins at 0.
 */
#pragma once

#include "orders/witness.h"
#include "threads/explore.h"

/*
 * Does b come after a loop that is left only when a flag is set, which nobody sets but a's thread, once it has done a?
 * Only in small programs, where every store is seen.
 */
gboolean lo_flag_tells(const LoWitness *w, const LoExplored *x, const LoAct *a, const LoAct *b);
