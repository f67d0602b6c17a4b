/*
 * From an order edge back to the call chains that make it.
 */
#pragma once

#include "facts/solution.h"
#include "orders/strata.h"

typedef struct {
	LoVals *vals;
	LoProgram *program;
	LoSummary *const *summaries;
	LoClasses *classes;
	const LoStrata *strata;
	LoTargets *targets;
} LoWitness;

/* LoHop arrays, owned by the caller: from the function where both locks meet down to the acquisition. */
GArray *lo_witness_from(const LoWitness *w, const LoEdge *e);
GArray *lo_witness_to(const LoWitness *w, const LoEdge *e);
/* How many targets an indirect call has to choose from; 1 where all are called. */
guint lo_witness_fan(const LoWitness *w, const LoEvent *ev);
/* The hops of one event of fn, those of the event that it stands for included; `fan`: targets to choose from. */
void lo_witness_add_event(const LoWitness *w, GArray *chain, LoFnId fn, guint32 event, guint fan);
/* Can e's chain get to the function of `next` so that it takes its lock: do the arguments on the way let it? */
gboolean lo_witness_goes_on(const LoWitness *w, const LoEdge *e, const LoEdge *next);
/* Are both locks got at the same place: the next round of a loop? */
gboolean lo_witness_is_next_round(const LoWitness *w, const LoEdge *e);
/* LoFnId, owned by the caller: the functions on the chain to the acquisition, that where both meet first. */
GArray *lo_witness_functions(const LoWitness *w, const LoEdge *e);
