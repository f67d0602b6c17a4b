/*
 * A solution with one report, for what holds reports back.
 */
#pragma once

#include "facts/solution.h"

#define FUZZ_REPORT_KEY "0123456789abcdef"

/* A cycle over two orders of the locks "a" and "b", at lines 3 and 6 of `file`. */
LoSolution *fuzz_reported(const char *file);
