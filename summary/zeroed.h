/*
 * New objects that are zero but for what has been stored to them since: kzalloc()'s.
 *
 * Their members are known without a store that says so, in whatever function asks.  A member counts as stored to
 * when that member of any object is, here or in a callee; who else may know the object is not asked.
 */
#pragma once

#include "summary/state.h"

/* The object is zero but for these members, sorted; what was known of one that was called so is forgotten. */
void lo_zeroed_add(LoVals *vals, LoState *s, LoVal object, const LoFieldId *touched, guint n);
void lo_zeroed_forget(LoState *s, LoVal object);
/* Something is stored at addr; the members, sorted, are stored to somewhere. */
void lo_zeroed_store(LoVals *vals, LoState *s, LoVal addr);
void lo_zeroed_touch(LoVals *vals, LoState *s, const GArray *fields);
/* What is zero in both; TRUE when `into` changed. */
gboolean lo_zeroed_join(LoVals *vals, LoState *into, const LoState *from);

/* The object of the state that v is, or is a part of; NULL: none. */
const LoZeroed *lo_zeroed_find(const LoVals *vals, const LoState *s, LoVal v);
/* Its members that are not known to be zero: n, sorted, valid as long as vals. */
const LoFieldId *lo_zeroed_touched(const LoVals *vals, const LoZeroed *z, guint *n);
/* What either has, into `out`, which has room for both; their number. */
guint lo_zeroed_unite(const LoFieldId *a, guint n, const LoFieldId *b, guint m, LoFieldId *out);
/* Is what stands at addr zero? */
gboolean lo_zeroed_is_zero(const LoVals *vals, LoVal object, const LoFieldId *touched, guint n, LoVal addr);
gboolean lo_state_is_zero(const LoVals *vals, const LoState *s, LoVal addr);
