/*
 * Are two locks one?  Of two objects as exploration names them, seen by one
 * thread or by two.
 */
#pragma once

#include "summary/objects.h"
#include "threads/explore.h"

typedef enum { LO_DISTINCT, LO_MAYBE, LO_SAME } LoRelation;

/* One thread's view. */
LoRelation lo_relate_locks(const LoVals *vals, LoVal a, LoClassId a_cls, LoVal b, LoClassId b_cls);
/* Thread t's lock a and thread u's lock b, when both run at a time. */
LoRelation lo_relate_across(const LoExplored *x, const LoVals *vals, guint32 t, LoVal a, LoClassId a_cls,
			    guint32 u, LoVal b, LoClassId b_cls);
