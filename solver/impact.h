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

typedef struct {
	GHashTable *labels;	/* set of lo_class_label() */
	guint8 *functions;	/* per function of the new version: does what it does differ? */
	gboolean locks;		/* a lock is taken, interrupts are let in or something is done under a lock that was not, or no more */
} LoImpact;

/* Summaries, classes and targets are of the new version. */
LoImpact *lo_impact_new(const LoSummaries *s, const LoChanged *changed, LoClasses *classes, LoTargets *targets, guint strata);
void lo_impact_free(LoImpact *i);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoImpact, lo_impact_free)
