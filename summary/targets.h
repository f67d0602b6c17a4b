/*
 * What indirect calls can reach, merged over the program: the functions stored
 * in each member (slot), in each function-pointer variable, and what is
 * registered on each container.  Field-based (Heintze and Tardieu 2001): one
 * node per member, whatever the object.
 */
#pragma once

#include "summary/summary.h"

typedef struct LoTargets LoTargets;

LoTargets *lo_targets_new(LoVals *vals, LoSummary *const *summaries, guint n);
void lo_targets_free(LoTargets *t);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoTargets, lo_targets_free)

/* LoFnId, sorted, unique; NULL for none. Valid until freed. */
const GArray *lo_targets_of_slot(const LoTargets *t, LoFieldId slot);
const GArray *lo_targets_of_value(const LoTargets *t, LoVal pointer);	/* a load of a variable, or of a slot */
/* What `slot` of everything registered on the container calls; *known FALSE: the container is not, all of the slot. */
const GArray *lo_targets_of_container(LoTargets *t, LoVal container, LoFieldId slot, gboolean *known);
/* What an indirect call may reach; NULL where that is unknown, and where another event stands for it already. */
const GArray *lo_targets_of_event(LoTargets *t, LoSummary *const *summaries, const LoEvent *ev);
/* Of how many functions the event calls one: 1 where all are called, and where it is no indirect call. */
guint lo_targets_fan(const LoTargets *t, const LoEvent *ev, const GArray *targets);
/* Slots with at least one target. */
guint lo_targets_slot_count(const LoTargets *t);
/* Functions stored in slot `inner` of what is member `outer` of a larger object: (X.work).func. */
const GArray *lo_targets_of_nested(const LoTargets *t, LoFieldId outer, LoFieldId inner);
