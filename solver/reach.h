/*
 * What some functions reach: for looking at one path, or at one test, alone.
 */
#pragma once

#include "summary/targets.h"

/* Per function, is it one of those whose name a pattern of `roots` (globs, NULL-terminated) matches,
 * called from one directly or through a pointer, or given away there to be called later?  Owned by
 * the caller; *n_roots: how many names matched. */
guint8 *lo_reach(LoVals *vals, LoSummary *const *summaries, guint n, LoTargets *targets, const char *const *roots,
		 guint *n_roots);
