/* What the parts of exploration share.  Private to explore*.c. */
#pragma once

#include "summary/state.h"
#include "threads/explore.h"

#define MAX_ARGS 16
#define MAX_ALTERNATIVES 8

typedef struct {
	LoVals *vals;
	LoProgram *program;
	LoSummary *const *summaries;
	guint n;
	LoClasses *classes;
	LoTargets *targets;
	LoExplored *out;
	guint8 *relevant;	/* per function: it, or what it calls, locks or starts threads */
	guint8 *starts;		/* per function: it, or what it calls, starts threads */
	guint16 *used;		/* per function: which of its parameters decide what it does */
	guint8 *visited;
	guint8 *taken;		/* per function: its address is stored or passed */
	GHashTable *seen;	/* contexts */
	GHashTable *memory;	/* address -> GArray of LoVal: what is stored there anywhere */
	GHashTable *act_keys;
	GHashTable *reentrant, *binary, *empty;	/* mutexes that their owner may take again; semaphores of one; of none yet */
	GHashTable *untyped;	/* locks that a thread may have more than once, for all we know */
	GHashTable *counts;	/* of other semaphores: object -> number */
	GHashTable *counted;	/* set of LoFieldId + 1: numbers in these are others from time to time */
	GArray *at_exit;	/* LoVal: functions that run when main() has returned */
	LoState *nothing;
	guint32 *visits;	/* per function: contexts */
	guint contexts, max_contexts, resolving;
	guint expanded;		/* values looked at for the present question */
	guint memory_size;
	gboolean small, too_large;
} Explorer;

/* explore_relevant.c: fills relevant, starts, used; taken. */
void lo_explorer_find_relevant(Explorer *e);
void lo_explorer_find_used(Explorer *e);
void lo_explorer_find_taken(Explorer *e);

/* explore_counted.c: fills counted, of a small program.  Does the value depend on such a number? */
void lo_explorer_find_counted(Explorer *e);
gboolean lo_explorer_is_counted(const Explorer *e, LoVal id);

/* explore_values.c.  The objects that a value may be, at most MAX_ALTERNATIVES, are appended to the *n of `out`; depth: 0. */
void lo_explorer_expand(Explorer *e, LoVal v, LoVal *out, guint *n, guint depth);
/* The address with each number of an element unknown, LO_VAL_NONE where it has none; is one unknown now? */
LoVal lo_explorer_any_element(Explorer *e, LoVal addr);
gboolean lo_explorer_is_open_element(const Explorer *e, LoVal addr);
/* The value with what memory holds put in, where that is one thing. */
LoVal lo_explorer_resolve(Explorer *e, LoVal v);
