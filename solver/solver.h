/*
 * Facts and a lock model in, the order graph and its cycles out.
 */
#pragma once

#include "facts/store.h"
#include "lockmodel/model.h"
#include "summary/change.h"

#define LO_DEFAULT_STRATA 2
#define LO_DEFAULT_MAX_CYCLE 8

typedef struct {
	guint strata;		/* highest stratum of indirect hops; 0: the default, 2 */
	guint max_cycle;	/* longest cycle that is looked for; 0: the default, 8 */
	const LoSolutionSink *sink;	/* lo_solve(): NULL, or who gets the state, and maybe edges and reports before it returns */
	const char *const *roots;	/* globs: only what functions so named reach counts; NULL: everything */
	void (*on_phase)(const char *name, gpointer data);	/* lo_solve(): a phase of that name begins; may be NULL */
	gpointer phase_data;
	gboolean only_added;	/* lo_solve_change(): what the change takes away, and orders that are on no cycle, may be left out */
} LoSolveOptions;

/* The solution, owned by the caller; facts and model are only read. LO_ERROR_USAGE: no function is named so. */
LoSolution *lo_solve(LoStore *store, const LoModel *model, const LoSolveOptions *opt, GError **error);

/* The summaries of every function of that name, for people: how it returns, what it does under
 * which locks.  NULL: the returns of every function that has returns with a lock held or released.
 * FALSE with LO_ERROR_USAGE when there is none. */
gboolean lo_describe(LoStore *store, const LoModel *model, const char *function, GString *out, GError **error);

/* The state of a stored solution made ready, while it is not known yet what has changed. */
typedef struct LoSolverState LoSolverState;
LoSolverState *lo_solver_state_new(GBytes *packed, const LoModel *model, GError **error);
void lo_solver_state_free(LoSolverState *s);

/*
 * What a change does: `before` and `after` hold the edges and reports among the
 * locks that it concerns, of the program as it was solved and of the changed
 * one; the rest of both solutions is the same.  `state` and `orders` are of the
 * store's solution, lent; `ready` is the state made ready, taken; the bodies are taken out of `change`.  Makes threads.
 */
gboolean lo_solve_change(LoStore *store, const LoModel *model, const LoSolveOptions *opt, GBytes *state, LoSolverState *ready,
			 const LoOrders *orders, LoChange *change, LoSolution **before, LoSolution **after, GError **error);
