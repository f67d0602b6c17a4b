/*
 * Functions called through pointers that return with other locks held than
 * they were called with: a callback that takes a lock and leaves it to the
 * next one, or a table's operation, to release.
 *
 * The bodies are interpreted bottom-up over the direct calls first; only then
 * is it known what a pointer may be.  Functions with such calls are interpreted
 * again with this at hand, and their callers where that makes a difference.
 */
#pragma once

#include "summary/targets.h"

typedef struct LoIndirect LoIndirect;

#define LO_MAX_CARRIED 3

/* What one call may be. */
typedef struct {
	LoFnId fns[LO_MAX_CARRIED];	/* those that change what is held */
	guint n;
	guint fan;			/* how many functions it may be in all */
	gboolean all;			/* it is all of them, one after another */
} LoCarried;

/* Of the functions that LoSummary.changes marks; borrows all. */
LoIndirect *lo_indirect_new(LoVals *vals, LoSummary *const *summaries, guint n);
void lo_indirect_free(LoIndirect *x);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoIndirect, lo_indirect_free)

/* FALSE: nothing that is called there changes what is held, or too much does to follow it. */
gboolean lo_indirect_at(LoIndirect *x, const LoEvent *ev, LoCarried *out);
/* May what is called there change other locks now than before?  `changed`: per function, it returns in other ways. */
gboolean lo_indirect_differs(LoIndirect *was, LoIndirect *now, const LoEvent *ev, const guint8 *changed);
