/* What can be found of a stored state before the change is known. */
#pragma once

#include "orders/classes.h"
#include "solver/solver.h"
#include "summary/indirect.h"

struct LoSolverState {
	LoSummaries *base;
	/* of these; NULL of a program that is followed from its main() on */
	LoClasses *classes;
	LoTargets *targets;
	LoIndirect *indirect;
};
