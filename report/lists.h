/*
 * The solution as lists, for the commands that answer single questions.
 * All append to `out`; tab-separated lines have tabs and controls escaped.
 */
#pragma once

#include "facts/store.h"
#include "report/report.h"

/* Edges from any of `from` to any of `to`; NULL: from, to anything.
 * TSV columns: from, to, how each is held ("X->R"), file:line of the second
 * acquisition, function it is in, confidence; one line for each pair of names
 * of the two classes; sorted, no line twice. */
void lo_edges_tsv(const LoSolution *sol, const GArray *from, const GArray *to, GString *out);
void lo_edges_json(const LoSolution *sol, const GArray *from, const GArray *to, GString *out);

/* Lock classes whose name holds `part` (NULL: all).  TSV columns: name, kind,
 * file:line, locks taken under it, locks held when it is taken. */
void lo_locks_tsv(const LoSolution *sol, const char *part, GString *out);
void lo_locks_json(const LoSolution *sol, const char *part, GString *out);

/* `sol` NULL: facts only. */
void lo_stats_text(const LoFactStats *facts, const LoSolution *sol, GString *out);
void lo_stats_json(const LoFactStats *facts, const LoSolution *sol, GString *out);
