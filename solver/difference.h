/*
 * What differs between two versions of the functions of a change: the events
 * that only one of them has, and the functions that slots call in one only.
 */
#pragma once

#include "orders/classes.h"
#include "summary/change.h"

/* How an event differs. */
enum {
	LO_EVENT_DIFFERS = 1,
	LO_EVENT_DIFFERS_BEHIND,	/* only in locks that are held behind the last one: their classes alone are concerned */
};

/* Of one version. */
typedef struct {
	GHashTable *events;	/* lo_delta_event() -> how: the other version has none like it */
	GHashTable *entered;	/* set of LoFnId + 1: stored or registered in this version only */
} LoOnlyIn;

typedef struct {
	LoOnlyIn old, new;
	GHashTable *labels;	/* set of lo_class_label(), owned: of locks whose initialisation differs */
	gboolean locks;		/* a lock is taken, interrupts are let in, something is done under a lock or a lock is misused or left
				 * held that was not, or no more */
} LoDifference;

/* Do the functions initialise, store, register and give away the same as before?  Then classes and targets are the same. */
gboolean lo_difference_keeps_facts(const LoSummaries *s, const LoChanged *changed);

/* Summaries and classes are of the new version; `changed` tells what they were. */
LoDifference *lo_difference_new(const LoSummaries *s, const LoChanged *changed, LoClasses *classes);
void lo_difference_free(LoDifference *d);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoDifference, lo_difference_free)
