/* One solution of several: of the programs that a tree holds. */
#pragma once

#include "facts/solution.h"

/*
 * Moves what `parts` (LoSolution *) found into `into`, which is empty.  A lock class, order or report that several
 * parts have is there once; reports of different parts that would be called the same are called after their files, too.
 */
void lo_merge_solutions(LoSolution *into, const GPtrArray *parts);
