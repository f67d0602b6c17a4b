/* What a report is called as long as it is the same finding. */
#pragma once

#include "facts/solution.h"

/*
 * 16 hex digits of a hash over the kind and, sorted, each edge's held lock, taken lock and the function where both
 * meet: the same wherever a cycle is entered, when lines move and when a chain below that function changes.
 */
char *lo_report_key(const LoSolution *sol, const LoReportRow *r);
