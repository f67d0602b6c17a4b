/*
 * The values, each once: what makes equal values one id.  Several threads may
 * ask for values at a time; ids then come in the order in which they happen to
 * ask, so nothing that is told may depend on it (lo_val_compare()).
 *
 * A value never moves.  Ids are found in shards by hash, without a lock where
 * the value is there already.  Private to the files of values.
 */
#pragma once

#include "summary/value.h"

#define LO_VALUE_CHUNK_BITS 17
#define LO_VALUE_CHUNK (1u << LO_VALUE_CHUNK_BITS)
#define LO_VALUE_SHARDS 64

typedef struct LoValueSlots LoValueSlots;

typedef struct {
	GMutex lock;		/* of who adds */
	LoValueSlots *slots;	/* read without it */
	GPtrArray *outgrown;	/* LoValueSlots *: another thread may still read them */
	guint32 n;
} LoValueShard;

typedef struct {
	LoValue **chunks;	/* room for all that can be; atomic: two threads may both come first to one */
	guint32 n;		/* values so far, the first, NONE, being no value; atomic */
	gint shared;		/* by how many; atomic */
	LoValueShard shards[LO_VALUE_SHARDS];
} LoValueTable;

LoValueTable *lo_value_table_new(void);
void lo_value_table_free(LoValueTable *t);
/* Do other threads use it from now on? */
void lo_value_table_share(LoValueTable *t, gboolean shared);

/* An operand of a value has been asked for before it, so it has the lower id. */
LoVal lo_value_table_add(LoValueTable *t, const LoValue *v, guint32 hash);
guint32 lo_value_hash(const LoValue *v);
gboolean lo_value_equal(const LoValue *x, const LoValue *y);
guint32 lo_value_table_count(const LoValueTable *t);

/* While nobody else uses it: all values below `count` are there, but those that nobody restores stand for nothing. */
void lo_value_table_reserve(LoValueTable *t, guint32 count);
void lo_value_table_restore_all(LoValueTable *t, const LoVal *ids, const LoValue *values, guint32 n);
static inline const LoValue *lo_value_table_get(const LoValueTable *t, LoVal v)
{
	return &__atomic_load_n(&t->chunks[v >> LO_VALUE_CHUNK_BITS], __ATOMIC_RELAXED)[v & (LO_VALUE_CHUNK - 1)];
}
