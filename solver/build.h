/* From strata's edges to the rows that the store keeps and report/ shows. */
#pragma once

#include "orders/witness.h"
#include "solver/confidence.h"
#include "solver/irq.h"
#include "threads/explore.h"

/* `explored`: the program was followed from its main() on, what that shows is reported; else NULL, and `irq` is not.
 * `sink` may be NULL. */
void lo_build_solution(LoSolution *sol, const LoWitness *w, const LoExplored *explored, const LoIrqUsage *irq, LoJudges *judges,
		       guint max_cycle, const LoSolutionSink *sink);
