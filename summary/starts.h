/*
 * Functions that the outside starts: of work items, timers, interrupts,
 * threads, and members whose callers all hold a lock.
 *
 * Read off what is stored in members that the model calls an entry, and off
 * the callbacks that functions register.  What waits for such a function waits
 * for `lock`, so it counts as held while the function runs: lockdep's
 * `(work_completion)(&x->work)`.
 */
#pragma once

#include "summary/summary.h"

#define LO_START_ARGS 2

typedef struct {
	LoFnId fn;
	LoVal lock;		/* held by who starts it; NONE: nothing */
	guint8 hold;		/* LoHold of that */
	LoVal args[LO_START_ARGS];	/* its first arguments, in terms of the function that stores or registers it */
	guint n_args;
	LoFnId by;		/* that function; LO_NO_ID: an initialiser, or another function of the same table that left `lock` */
	guint8 context;		/* LoContext */
	gboolean called;	/* by functions of the program as well, if they were scanned */
	guint32 cursor, pair_cursor;	/* what the strata have seen of fn's set */
} LoStart;

/* LoStart, owned by the caller; in program order. */
GArray *lo_starts_find(LoVals *vals, LoSummary *const *summaries, guint n);
