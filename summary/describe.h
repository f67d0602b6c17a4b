/* Summaries as text. */
#pragma once

#include "summary/summary.h"

/* The returns with a lock held or released, one a line. */
void lo_describe_unbalanced(const LoVals *vals, LoFnId fn, const LoSummary *s, GString *out);
void lo_describe_summary(const LoVals *vals, LoFnId fn, const LoSummary *s, GString *out);
