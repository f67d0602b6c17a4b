/* Private to the files of values. */
#pragma once

#include "common/word_lists.h"
#include "summary/value_table.h"

typedef struct {
	LoVal addr, value;
	LoVarId var;
} LoInitial;

#define LO_RECENT_VALUES 8192

typedef struct {
	GMutex lock;
	GPtrArray *all;
	GHashTable *ids;
} LoValueStrings;

/* The program's, or a thread's: that has its own of what is noted on the way, and borrows the rest. */
struct LoVals {
	LoProgram *program;
	const LoModel *model;
	const LoVals *lender;	/* NULL: nothing is borrowed */
	LoValueTable *values;
	LoValueStrings *strings;
	LoWordLists *touched;	/* sets of members, sorted; see zeroed.h */
	GHashTable *initial;	/* addr -> value */
	GArray *initials;	/* LoInitial, in program order */
	GHashTable *assigned;	/* LoFieldId + 1 of members that some body stores to; variables, see value_initial.c */
	gboolean user, small;	/* a program of its own, no kernel */
	/* its own */
	LoVal recent[LO_RECENT_VALUES];	/* by hash, the last one asked for; most are asked for again soon */
	gint8 *transparent;	/* per field: -1 not asked yet */
	guint32 n_transparent;
	GHashTable *primitives;	/* LoFnId + 1 -> LoPrimitive *, or vs itself for none */
	GHashTable *same;	/* LoVarId + 1 -> LoVal of the pseudo lock that it is, or 0 */
};

gboolean lo_val_is_fixed_member(const LoVals *vs, LoVal addr);
gboolean lo_val_is_fixed_number(const LoVals *vs, LoVal addr);
LoVals *lo_vals_alloc(LoProgram *p, const LoModel *m);	/* without values */
guint32 lo_vals_intern_string(LoVals *vs, const char *s);
