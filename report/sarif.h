/*
 * SARIF 2.1.0 (OASIS, sarif-v2.1.0-os): results in sarif_result.c, the log
 * around them in sarif.c.
 */
#pragma once

#include "report/json.h"
#include "report/source.h"

/* The rule of a kind of report is the position of the kind in the rules of the log. */
const char *lo_sarif_rule_id(LoReportKind kind);

/* Report `id` as one `result`, a new reference. */
json_t *lo_sarif_result(const LoSolution *sol, LoSources *sources, guint32 id);
