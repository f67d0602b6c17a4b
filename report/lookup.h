/*
 * Lock names as people type them.
 */
#pragma once

#include "report/report.h"

/*
 * The classes that `name` means, as sorted ids: those with exactly that name;
 * else those that have it but for lockdep's suffixes "#2" (same name, other
 * key) and "/1" (subclass); else, when all agree on one name, those whose last
 * identifier it is ("s_umount_key" for "&type->s_umount_key").  NULL with
 * LO_ERROR_USAGE when there is none or the last identifier is ambiguous.
 */
GArray *lo_lookup_classes(const LoSolution *sol, const char *name, GError **error);

/* The first two of these only; NULL when there is none. */
GArray *lo_lookup_named(const LoSolution *sol, const char *name);

/* `name` without "#2" and "/1".  Caller frees. */
char *lo_lock_base_name(const char *name);

/* The last identifier of `name` outside brackets, "" when there is none.  Caller frees. */
char *lo_lock_last_identifier(const char *name);
