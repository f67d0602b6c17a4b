/*
 * From an order edge back to the call chains that make it.
 */
#pragma once

#include "facts/solution.h"
#include "solver/strata.h"

typedef struct {
	LoVals *vals;
	LoProgram *program;
	LoSummary *const *summaries;
	LoClasses *classes;
	const LoStrata *strata;
} LoWitness;

/* LoHop arrays, owned by the caller: from the function where both locks meet down to the acquisition. */
GArray *lo_witness_from(const LoWitness *w, const LoEdge *e);
GArray *lo_witness_to(const LoWitness *w, const LoEdge *e);
/* LoFnId, owned by the caller: the functions on the chain to the acquisition, that where both meet first. */
GArray *lo_witness_functions(const LoWitness *w, const LoEdge *e);
