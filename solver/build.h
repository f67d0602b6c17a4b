/* From strata's edges to the rows that the store keeps and report/ shows. */
#pragma once

#include "solver/witness.h"

void lo_build_solution(LoSolution *sol, const LoWitness *w, guint max_cycle);
