/*
 * Stores a solution, part by part, by a thread of its own while the rest of it is
 * still being found: one transaction, of which nothing shows before
 * lo_solution_writer_finish().
 *
 * From lo_solution_writer_new() to lo_solution_writer_free() nobody else may use
 * the store, and what was handed over must stay as it is and where it is: only
 * the arrays of a solution may grow.
 */
#pragma once

#include "facts/store.h"

typedef struct LoSolutionWriter LoSolutionWriter;

LoSolutionWriter *lo_solution_writer_new(LoStore *s);
/* Waits; what is not finished has not happened.  NULL is fine. */
void lo_solution_writer_free(LoSolutionWriter *w);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoSolutionWriter, lo_solution_writer_free)

/* In any order, each once at most: what lo_store_get_state() will give; all edges of the solution; all its classes
 * and reports. */
void lo_solution_writer_put_state(LoSolutionWriter *w, GBytes *state);
void lo_solution_writer_put_edges(LoSolutionWriter *w, const LoSolution *sol);
void lo_solution_writer_put_reports(LoSolutionWriter *w, const LoSolution *sol);

/* Waits, and writes what of the solution was not put yet.  `solved_with` is what it was made with besides the facts,
 * any text, or NULL.  Returns the first error of all. */
gboolean lo_solution_writer_finish(LoSolutionWriter *w, const LoSolution *sol, const char *solved_with, GError **error);
