/* Reports of locks that an interrupt may ask for while they are held, or that it makes wait for one. */
#pragma once

#include "orders/witness.h"
#include "solver/irq.h"

typedef struct {
	const LoWitness *w;
	const LoIrqUsage *usage;
	const guint32 *row_of;		/* per class */
	const guint32 *row_of_edge;	/* per edge of the strata, its row in the solution */
	guint32 (*shown)(gpointer data, LoClassId cls, LoFnId fn, guint32 event);	/* the row for a lock that is taken there */
	gpointer data;
} LoIrqReports;

/* Adds them to the solution, unsorted. */
void lo_irq_add_reports(LoSolution *sol, const LoIrqReports *in);
