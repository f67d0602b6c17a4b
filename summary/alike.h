/*
 * Two versions of a function's summary: do they say the same of locks, entry by
 * entry, wherever in the source it stands?  Instructions and objects made at
 * them may have other numbers if these are in the same order; the text that a
 * call passes may be another.  What only the interpretation of callers asks for
 * counts no more: they have been interpreted again, and are compared themselves.
 */
#pragma once

#include "summary/summary.h"

typedef struct LoAlike LoAlike;

/* For several functions, that may speak of each other's objects. */
LoAlike *lo_alike_new(const LoVals *vals);
void lo_alike_free(LoAlike *a);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoAlike, lo_alike_free)

/* The old summary of fn and the new one; no lines are looked at. */
gboolean lo_alike_compare(LoAlike *a, LoFnId fn, const LoSummary *old, const LoSummary *new);
/* After all were compared: are the numbers of all in the same order? */
gboolean lo_alike_keeps_order(LoAlike *a);

/* Says nothing to anybody: what calls nothing and touches no lock. */
gboolean lo_summary_is_inert(const LoSummary *s);
