/*
 * Does the stored solution still hold after some bodies have changed?  It does
 * when the summaries say the same, but for line numbers: nothing else of the
 * functions is asked when a solution is made.
 */
#pragma once

#include "facts/changes.h"
#include "lockmodel/model.h"

/*
 * Where its lines are now; NULL without an error: all is to be solved again.  `c` is what has changed since the solution was
 * made, `state` the state that belongs to it.  *changed (owned by the caller): "name\1scope" of the functions that are others.
 * Makes no threads.
 */
LoLineMoves *lo_solution_still_holds(LoStore *store, const LoModel *model, GBytes *state, const LoFactChanges *c, GPtrArray **changed,
				     GError **error);
