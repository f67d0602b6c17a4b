/* The worker's side of frontend/pool.h, and what goes over the socket. */
#pragma once

#include <sys/types.h>

#include "frontend/pool.h"

#define LO_POOL_MAGIC 0x4c4f504fu
#define LO_POOL_MAX_ANSWER (256u << 20)
#define LO_POOL_JOBS_PER_WORKER 256

/* A job is its number, a guint.  An answer is this and `len` bytes: the result, or the error's
 * message.  Both ends are one program: host byte order. */
typedef struct {
	guint32 magic;
	guint32 job;
	guint32 ok;
	guint32 len;
	gint64 usec;
} LoPoolHeader;

/* Serves jobs from `fd` until its other end closes. */
G_NORETURN void lo_pool_worker_main(int fd, pid_t parent, const LoPoolOptions *opt, guint64 memory_limit);
