/*
 * What the callers of a function, and theirs, can tell about a lock that it
 * takes: whether one of them holds a lock that is released by then, whether
 * one can say that a condition is not met.
 *
 * What nobody can tell need not be kept: on the whole linux 6.1 that halves
 * what the strata keep.
 */
#pragma once

#include "orders/classes.h"
#include "summary/conditions.h"
#include "summary/targets.h"

typedef struct LoCallers LoCallers;

/* `starts`: LoStart. All is lent and must outlive the result. */
LoCallers *lo_callers_new(LoVals *vals, LoSummary *const *summaries, guint n, LoClasses *classes, LoTargets *targets,
			  const GArray *starts);
void lo_callers_free(LoCallers *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoCallers, lo_callers_free)

/* May a lock of the class (without its subclass) be held, and released by what fn calls, when fn is called? */
gboolean lo_callers_may_hold(const LoCallers *c, LoFnId fn, LoClassId base);
/* May a caller know that the condition on fn's parameters is not met?  Several threads may ask, each with its `conditions`. */
gboolean lo_callers_may_refute(LoCallers *c, LoConditions *conditions, LoFnId fn, LoCondition k);
