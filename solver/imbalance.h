/* Reports of locks that one return of a function leaves held and all its others do not. */
#pragma once

#include "solver/witness.h"

/* Adds them to the solution's reports; `row_of`: per class, its row there. */
void lo_imbalances_add(LoSolution *sol, const LoWitness *w, const guint32 *row_of);
