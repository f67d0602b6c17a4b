/*
 * A program from main() on: what each of its threads locks, under which locks,
 * and beside which other threads.
 *
 * Where strata.h asks for every order that any caller could make, this follows
 * the calls of a program that is whole, with the arguments put in, so that
 * locks are objects and not only classes.  A context (function, arguments,
 * locks held, threads running) is visited once.
 */
#pragma once

#include "orders/classes.h"
#include "summary/targets.h"
#include "threads/threads.h"

typedef struct {
	guint32 parent;		/* step that called, LO_NO_ID in a thread's first function */
	LoFnId fn;
	guint32 event;		/* of its summary */
} LoPathStep;

typedef struct {
	LoVal lock;		/* the object, as far as known */
	LoVal value;		/* the expression that it is one alternative of */
	LoClassId cls;
	guint8 hold;
	guint8 unsure;		/* may not be held: one of several, or released on a path that we can't tell */
	guint8 count;		/* of a semaphore: so many can have it at a time; 0: a lock */
	guint32 path;		/* where it was taken */
} LoHolding;

typedef enum { LO_ACT_TAKE, LO_ACT_JOIN, LO_ACT_END, LO_ACT_WAIT, LO_ACT_SIGNAL,
	       LO_ACT_MISUSE } LoActKind;

typedef struct {
	guint8 kind;		/* LoActKind */
	guint8 hold;		/* MISUSE: LoMisuse */
	guint8 reentrant;	/* TAKE: the owner may take it again */
	LoVal lock, value;	/* TAKE, MISUSE: as LoHolding */
	LoClassId cls;
	guint32 thread;		/* who does it */
	guint32 target;		/* JOIN: the thread waited for */
	guint32 running;	/* set of its own threads then */
	guint32 first_held, n_held;	/* in helds, oldest first */
	guint32 path;
} LoAct;

typedef struct {
	LoSummary *const *summaries;	/* lent */
	LoThreads *threads;
	GArray *acts;		/* LoAct */
	GArray *helds;		/* LoHolding */
	GArray *paths;		/* LoPathStep */
	GHashTable *published;	/* objects (LoVal) that a variable with static storage leads to */
	GHashTable *escaped;	/* objects (LoVal) that functions without a body are given */
	GHashTable *shared;	/* local objects (LoVal) that more than one thread can reach */
} LoExplored;

/* NULL when it is no program with a main() of its own, or too large to be followed so. */
LoExplored *lo_explore(LoVals *vals, LoSummary *const *summaries, guint n, LoClasses *classes, LoTargets *targets);
void lo_explored_free(LoExplored *e);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoExplored, lo_explored_free)
