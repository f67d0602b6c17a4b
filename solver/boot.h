/*
 * Code that runs once: when the kernel or a module starts, when a module goes.
 *
 * Functions in *init.text and *exit.text say so themselves; others are found by
 * their callers.  What is stored, registered or passed on to somebody who does
 * not call it at once may run at any time, and so does what nobody calls.
 */
#pragma once

#include "summary/summary.h"

typedef enum { LO_RUNS_ANY_TIME, LO_RUNS_AT_BOOT, LO_RUNS_AT_END } LoRunsWhen;

typedef struct LoBoot LoBoot;

LoBoot *lo_boot_new(LoVals *vals, LoSummary *const *summaries, guint n);
void lo_boot_free(LoBoot *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoBoot, lo_boot_free)

LoRunsWhen lo_boot_when(const LoBoot *b, LoFnId fn);
