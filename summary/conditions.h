/*
 * Conditions under which a function takes a lock, in terms of its own
 * parameters and of what these lead to, as they are when it is called.  A call
 * site decides them by its arguments, by what is known there, and by what the
 * caller has stored before.
 *
 * Sets of conditions are interned: equal sets are one id, 0 is none.
 */
#pragma once

#include "summary/state.h"

typedef struct LoConditions LoConditions;

LoConditions *lo_conditions_new(LoVals *vals);
/* The same sets, for another thread, with its values (lo_vals_borrow()), while the lender lives. */
LoConditions *lo_conditions_borrow(const LoConditions *whole, LoVals *vals);
void lo_conditions_free(LoConditions *c);

/* One call, or other event, of a function. */
typedef struct {
	LoFnId fn;
	const LoSummary *sum;
	const LoEvent *ev;
	const LoVal *args;	/* the callee's parameters */
	guint n_args;
} LoConditionSite;

/* The callee's set, with what the site says put in, and the event's own conditions, in *out; FALSE: it can't happen. */
gboolean lo_conditions_at(LoConditions *c, const LoConditionSite *at, guint32 callee_set, guint32 *out);
typedef enum { LO_CONDITION_NEVER, LO_CONDITION_ALWAYS, LO_CONDITION_OPEN } LoVerdict;
/* One of the callee's conditions, with what the site says put in; OPEN: *k is for the site's own callers to decide. */
LoVerdict lo_condition_at(LoConditions *c, const LoConditionSite *at, LoCondition *k);
/* The set without the conditions that `keep` does not want. */
typedef gboolean (*LoConditionFilter)(LoCondition k, gpointer data);
guint32 lo_conditions_filter(LoConditions *c, guint32 set, LoConditionFilter keep, gpointer data);
/* May a caller know this, once its own values are put in? */
gboolean lo_conditions_is_pointer(const LoVals *vals, LoVal v);	/* in a member that the caller knows */
gboolean lo_conditions_is_open(const LoVals *vals, LoVal v);
