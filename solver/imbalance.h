/* Reports of locks that one return of a function leaves held and all its others do not. */
#pragma once

#include "orders/witness.h"

/* Per function, of n: does somebody call it?  To be freed. */
guint8 *lo_find_called(const LoWitness *w, guint n);

/* The class of a lock of fn's; of a parameter's object nothing is known: some such object. */
LoClassId lo_imbalance_class(const LoWitness *w, LoFnId fn, LoVal lock);

/* Adds them to the solution's reports; `row_of`: per class, its row there. */
void lo_imbalances_add(LoSolution *sol, const LoWitness *w, const guint32 *row_of);
