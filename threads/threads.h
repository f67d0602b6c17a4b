/*
 * The threads of a program that starts its own, and which can run at a time.
 *
 * A thread is known by where it is started, seen from its parent.  Two actions
 * can happen at a time unless one thread does both, or one of the threads is
 * not started yet or has been joined when the other acts.
 */
#pragma once

#include "summary/summary.h"

#define LO_MAIN_THREAD 0

typedef struct {
	LoFnId start;
	LoVal argument;
	gboolean exact_argument;	/* no other thread is given the same */
	guint32 parent;		/* thread; LO_NO_ID for main, and for one that is started from outside */
	LoVal token;		/* in the parent's terms */
	gboolean many;		/* several at a time */
	gboolean interrupts;	/* a signal handler: comes while another thread holds what it holds */
	guint32 path;		/* where it is started, as LoExplored.paths */
	GArray *beside;		/* LoVal: the parent's other threads that may run when it is started */
	gboolean left_running;	/* it ends before a thread that it started */
} LoThread;

typedef struct {
	GArray *threads;	/* LoThread */
	GPtrArray *sets;	/* GArray of LoRunning, owned: what a thread's own threads are at some place; [0] is empty */
} LoThreads;

LoThreads *lo_threads_new(void);
void lo_threads_free(LoThreads *t);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoThreads, lo_threads_free)

guint32 lo_threads_add_set(LoThreads *t, const GArray *running);
/* The thread, made when it is new. */
guint32 lo_threads_add(LoThreads *t, LoThread thread, const GArray *beside);
const LoThread *lo_threads_get(const LoThreads *t, guint32 id);
/* Can thread a, while its own threads are set sa, act at a time with b? */
gboolean lo_threads_parallel(const LoThreads *t, guint32 a, guint32 sa, guint32 b, guint32 sb);
