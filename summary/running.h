/*
 * The threads that a path has started: flow-sensitive, so that code before a
 * thread's creation or after its join is known to run without it.
 *
 * A thread is a token, the value that its handle holds.  pthread_join() of that
 * value ends it; a loop that joins the elements of an array ends all whose
 * handles are in the array, also where we can't show that it runs at all.
 */
#pragma once

#include "summary/interp.h"

/* A loop head and the handle that a join in the loop is given. */
typedef struct {
	guint32 head;
	LoTermId handle;
} LoLoopJoin;

void lo_start_thread(LoState *s, LoVal token, LoVal handle, gboolean many);
/* The thread with this handle has ended; a handle made of parameters may be of a caller's thread. */
void lo_join_thread(LoVals *vals, LoState *s, LoVal handle);
/* The same of what a callee joined: `handle` in its terms, value and address in the caller's. */
void lo_join_of_callee(LoVals *vals, LoState *s, LoVal handle, LoVal value, LoVal addr);
LoVal lo_handle_address(const LoVals *vals, LoVal handle);	/* where it was loaded from, or NONE */
gboolean lo_same_threads(const LoState *a, const LoState *b);
gboolean lo_join_threads(LoState *into, const LoState *from);	/* two paths meet; TRUE when `into` changed */

/* The state's threads as a set of the summary: its index. */
guint32 lo_record_threads(LoSummary *out, const LoState *s);
guint32 lo_join_thread_sets(LoSummary *out, guint32 a, guint32 b);

void lo_find_loop_joins(LoRun *run);
void lo_join_in_loop(LoRun *run, LoState *s, guint32 block);	/* s arrives at a loop head */

/* A model's `spawn` and `join`. */
void lo_apply_spawn(LoCallSite *c, LoVal function, LoVal argument, LoVal handle);
void lo_apply_join(LoCallSite *c, LoVal handle);
LoVal lo_thread_token(LoCallSite *c);	/* of the thread that the call starts */
