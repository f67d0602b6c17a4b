/*
 * Which lock classes a change may concern: those taken by what differs between
 * two versions of a function, directly or in what it calls.
 *
 * It tells too many rather than too few; what does change is then seen by
 * following only these, in both versions.
 */
#pragma once

#include "solver/change.h"
#include "solver/classes.h"
#include "solver/targets.h"

/* Set of lo_class_label(), owned by the caller.  Summaries, classes and targets are of the new version. */
GHashTable *lo_impact(const LoSummaries *s, const LoChanged *changed, LoClasses *classes, LoTargets *targets, guint strata);
