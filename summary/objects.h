/* Which object a lock, or another value, is in or of. */
#pragma once

#include "summary/value.h"

LoVal lo_lock_object(const LoVals *vals, LoVal lock);	/* what a lock is a member or element of */
LoVal lo_local_object(const LoVals *vals, LoVal v);	/* the local or new object that a value is in, or NONE */
gboolean lo_is_exact(const LoVals *vals, LoVal lock);	/* one object, whenever the value is read */
