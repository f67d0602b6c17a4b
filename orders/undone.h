/*
 * Calls that take back what the same function has just made, by the model's
 * `undo` lines: locks that are taken there are of objects that nobody else has
 * come to hold.
 */
#pragma once

#include "callgraph/program.h"
#include "summary/summary.h"

typedef struct LoUndone LoUndone;

/* `summaries` of the n functions, where there are any; borrows all. */
LoUndone *lo_undone_new(LoProgram *program, const LoVals *vals, LoSummary *const *summaries, guint n);
void lo_undone_free(LoUndone *u);
/* Is the event of fn such a call, and says nothing of locks of the class? */
gboolean lo_undone_is(const LoUndone *u, LoFnId fn, guint32 event, const char *class_name);
