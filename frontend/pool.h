/*
 * Worker processes: each takes a job's number, does the work and sends the
 * bytes back.  A worker that crashes, hangs or sends garbage costs its own job
 * only: that job runs once more, alone, and is then given up with the reason.
 *
 * The workers are forked from the caller, so `work` sees the caller's memory
 * as it was; call lo_pool_run() before the process has threads, or see `forking`.
 * Their stdin, stdout and stderr are /dev/null.
 */
#pragma once

#include <glib.h>

/* In a worker.  NULL with an error is an answer as good as another: it is not tried again. */
typedef GBytes *(*LoPoolWork)(guint job, gpointer data, GError **error);

typedef struct {
	guint job;
	GBytes *bytes;		/* lent; NULL when the job failed */
	const char *reason;	/* why it failed: the error's message, the signal, the limit */
	gint64 usec;		/* that the worker took */
} LoPoolAnswer;

/* In the caller, as answers come in.  FALSE with an error ends the run. */
typedef gboolean (*LoPoolTake)(const LoPoolAnswer *answer, gpointer data, GError **error);

typedef struct {
	guint workers;		/* 0: as many as there are processors */
	guint time_limit;	/* seconds for a job; 0: LO_POOL_TIME_LIMIT */
	guint64 memory_limit;	/* bytes of address space for a worker; 0: LO_POOL_MEMORY_LIMIT */
	LoPoolWork work;
	LoPoolTake take;
	gpointer data;
	/* May be NULL.  FALSE: all workers that are wanted have a job, threads may run from now on; TRUE: another is to be
	 * forked, they must have ended. */
	void (*forking)(gboolean again, gpointer data);
} LoPoolOptions;

#define LO_POOL_TIME_LIMIT 120
#define LO_POOL_MEMORY_LIMIT (G_GUINT64_CONSTANT(3) << 30)

/*
 * Runs the jobs, handed out in the order given; `take` gets each exactly once, in
 * the order in which they end.  SIGINT and SIGTERM end the run with an error
 * (LO_ERROR_INCOMPLETE, "interrupted by ...") after what `take` has had; the
 * workers are gone when it returns, however it returns.
 */
gboolean lo_pool_run(const LoPoolOptions *opt, const guint *jobs, guint n_jobs, GError **error);
