/*
 * JSON of a solution's parts, for the formats and the commands.  Every
 * function gives a new reference; strings that are not UTF-8 are repaired.
 */
#pragma once

#include <jansson.h>

#include "report/report.h"

#define LO_JSON_VERSION 1

G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_t, json_decref)

json_t *lo_json_string(const char *s);
json_t *lo_json_chain(const GArray *chain);
json_t *lo_json_edge(const LoSolution *sol, const LoEdgeRow *e);
json_t *lo_json_report(const LoSolution *sol, const LoReportRow *r);

/* Appends `value`, indented, with a newline at the end. */
void lo_json_append(GString *out, const json_t *value);
