/*
 * Deadlocks of an explored program: threads that can run at a time, each
 * holding what the next one takes, with no lock in common that keeps them from
 * getting there together (Havelund 2000, "Using runtime analysis to guide model
 * checking of Java programs"; Joshi et al. 2009, iGoodlock); a lock taken again
 * by its owner; a lock held while waiting for a thread that takes it; a lock
 * that a thread takes to its end.
 */
#pragma once

#include "orders/witness.h"
#include "threads/explore.h"

/* Adds edges and reports; `rows` has the row of each class. */
void lo_deadlocks_add(LoSolution *sol, const LoWitness *w, const LoExplored *x, const guint32 *rows);
