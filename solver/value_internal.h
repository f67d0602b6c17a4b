/* Private to the files of values. */
#pragma once

#include "solver/value.h"

typedef struct {
	LoVal addr, value;
	LoVarId var;
} LoInitial;

struct LoVals {
	LoProgram *program;
	const LoModel *model;
	GArray *values;		/* LoValue */
	guint64 *table;		/* open addressing: hash and LoVal, or 0; a value is looked at only where its hash is the same */
	guint32 table_size, in_table;
	GPtrArray *strings;	/* interned by string_ids */
	GHashTable *string_ids;
	GHashTable *initial;	/* addr -> value */
	GArray *initials;	/* LoInitial, in program order */
	gint8 *transparent;	/* per field: -1 not asked yet */
	guint32 n_transparent;
	GHashTable *assigned;	/* LoFieldId + 1 of members that some body stores to; variables, see value_initial.c */
	GHashTable *primitives;	/* LoFnId + 1 -> LoPrimitive *, or vs itself for none */
	gboolean user, small;	/* a program of its own, no kernel */
	GHashTable *same;	/* LoVarId + 1 -> LoVal of the pseudo lock that it is, or 0 */
};

gboolean lo_val_is_fixed_member(const LoVals *vs, LoVal addr);
gboolean lo_val_is_fixed_number(const LoVals *vs, LoVal addr);
LoVals *lo_vals_alloc(LoProgram *p, const LoModel *m);	/* without values */
void lo_vals_make_table(LoVals *vs, guint32 size);	/* of all values, size being a power of two */
guint32 lo_vals_intern_string(LoVals *vs, const char *s);
