/* Work that several threads do, each with a worker of its own: what it alone writes to. */
#pragma once

#include <glib.h>

/* Calls f for each worker, at the same time; the first one's in the calling thread.  Returns when all have. */
typedef void (*LoWorkFunc)(gpointer worker, gpointer data);
void lo_threads_run(LoWorkFunc f, gpointer *workers, guint n_workers, gpointer data);

/* Calls f for each number below n, once, in any order. */
typedef void (*LoEachFunc)(guint32 i, gpointer worker, gpointer data);
void lo_threads_each(guint32 n, LoEachFunc f, gpointer *workers, guint n_workers, gpointer data);

/* The same where the threads have nothing of their own: by as many as there are processors for, a few. */
void lo_threads_share(guint32 n, LoEachFunc f, gpointer data);
