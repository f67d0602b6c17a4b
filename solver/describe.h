/* Summaries as text. */
#pragma once

#include "solver/summary.h"

void lo_describe_summary(const LoVals *vals, LoFnId fn, const LoSummary *s, GString *out);
