/*
 * One report per root cause.
 *
 * Locks of a program that is right are taken in a partial order; one order that
 * is wrong closes a cycle with each way back, and one lock that is held too long
 * makes many of them.  So the cycles of a kind are divided among few suspects
 * (orders, or places where a lock is taken that is then held), as a feedback arc
 * set is found greedily: what many cycles share and few places make is to be
 * doubted.  The surest cycle through it is the report, the others are its variants.
 */
#pragma once

#include "facts/solution.h"

/* Ranks sol->reports, sets their keys, `variant_of` and `root`, and moves the variants to the end.
 * support: per edge of sol->edges, how many places make it. */
void lo_group_reports(LoSolution *sol, const guint32 *support);

/* Only ranks them and moves the variants: for rows that are grouped already. */
void lo_sort_reports(LoSolution *sol);

/*
 * Groups anew what is not held back and has no key of `known` (char *; may be NULL): of what a change adds, reports of all
 * kinds that share an order, a place where a lock is taken that is then held, or one where the other lock is taken are one
 * report.  `orders`: positions of the edges that the change adds, or NULL; without them the known reports tell which have
 * long been there, and what shares one that is new itself with a surer report is that one.  Ranks all reports; their positions
 * change.
 */
void lo_group_new_reports(LoSolution *sol, GHashTable *known, const GArray *orders);
