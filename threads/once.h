/* What pthread_once() runs: once, and before any of its callers goes on. */
#pragma once

#include "orders/witness.h"
#include "threads/explore.h"

/* Is a done by such a function, and b done by it as well or behind a call that waits for it? */
gboolean lo_once_tells(const LoWitness *w, const LoExplored *x, const LoAct *a, const LoAct *b);
