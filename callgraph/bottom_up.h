/*
 * The components of a call graph, each done once by one of several threads,
 * those that it calls before it.  Of those that are ready the one with the
 * lowest number is begun first, which is the order of a single thread.
 *
 * A component may turn out to need another one that no edge shows: it can wait
 * for any with a lower number.  That ends: of those not done the lowest one
 * waits for none, and who waits does the ones up to that which it waits for.
 */
#pragma once

#include "callgraph/scc.h"

typedef struct LoBottomUp LoBottomUp;

/* `worker` is of the thread that it runs in. */
typedef void (*LoComponentFunc)(LoBottomUp *b, guint32 comp, gpointer worker, gpointer data);

/* How many threads are worth it; the caller makes a worker for each. */
guint lo_bottom_up_threads(const LoScc *scc);
/* `callers`: from callee to caller; edges to a component with a lower number are none to wait for. */
void lo_bottom_up_run(const LoScc *scc, const LoGraph *callers, LoComponentFunc f, gpointer *workers, guint n_workers, gpointer data);
/* In a LoComponentFunc, for a component with a lower number than its own: meanwhile it may be called again, for others. */
void lo_bottom_up_await(LoBottomUp *b, guint32 comp, gpointer worker);
