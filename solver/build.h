/* From strata's edges to the rows that the store keeps and report/ shows. */
#pragma once

#include "orders/witness.h"
#include "solver/confidence.h"
#include "solver/irq.h"
#include "summary/summaries.h"
#include "threads/explore.h"

/* What strata are made of, besides the summaries; both are the caller's. */
void lo_derive(const LoSummaries *base, LoClasses **classes, LoTargets **targets);
/* `explored`: the program was followed from its main() on, what that shows is reported; else NULL, and `irq` is not.
 * `sink` may be NULL. */
void lo_build_solution(LoSolution *sol, const LoWitness *w, const LoExplored *explored, const LoIrqUsage *irq, LoJudges *judges,
		       guint max_cycle, const LoSolutionSink *sink);
