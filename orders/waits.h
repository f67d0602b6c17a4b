/*
 * Completions as nodes of the order graph.
 *
 * wait_for_completion() under a lock is an edge from the lock to the
 * completion, as any acquisition.  The other side: a thread that takes a lock
 * on its way to complete() makes the waiter wait for that lock, so the
 * completion leads to it.  "On its way" is earlier in the function that calls
 * complete(), or in one that calls it a few calls above.
 */
#pragma once

#include "callgraph/scc.h"
#include "orders/strata.h"

/* Adds these edges for the completions that something waits for under a lock; with `only_tainted` for all
 * completions, but only those edges that LoStrataDelta is about. */
void lo_waits_connect(LoStrata *s, LoVals *vals, LoSummary *const *summaries, guint n, const LoScc *scc, LoClasses *classes,
		      gboolean only_tainted);
