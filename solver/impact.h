/*
 * How far what differs in one version reaches, in that version: down to what
 * the differing events read, up to whose orders it can be part of.
 */
#pragma once

#include "orders/strata.h"
#include "solver/difference.h"

typedef struct {
	LoStrataDelta delta;	/* its arrays are owned */
	guint8 *live;		/* per function: others have no part in it */
} LoImpact;

/* Takes the events and functions of `only`, and events on locks of the classes `labels`.  All are of the version
 * that `s` is; `strata`: the highest stratum. */
LoImpact *lo_impact_new(const LoSummaries *s, LoClasses *classes, LoTargets *targets, const LoOnlyIn *only, GHashTable *labels,
			guint strata);
void lo_impact_free(LoImpact *i);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoImpact, lo_impact_free)
