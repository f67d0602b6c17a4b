/* Bodies that differ in lines only: what stands elsewhere in its file is the same. */
#pragma once

#include "facts/ir.h"

/* Transfer full. */
LoFunc *lo_func_copy(const LoFunc *f);

/*
 * The same body but for its lines, and for numbers given to a function that may be lines.  `named` FALSE: also but for
 * its own name, and of a variable but for numbers in its initialiser that may be lines.
 */
gboolean lo_func_is_same_elsewhere(const LoFunc *a, const LoFunc *b, gboolean named);

/* Of two bodies that are the same elsewhere: adds line -> line to `lines`.  FALSE: one line's code is in several now. */
gboolean lo_func_moved_lines(const LoFunc *was, const LoFunc *now, GHashTable *lines);
