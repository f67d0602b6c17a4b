/*
 * Who comes back from schedule() with a lock buries the task before, if that is dead; who waits for a mutex is
 * counted as its holder.
 * edge: a -> &q->removed.lock
 * edge: a -> &q->__lock
 * edge: a -> &pool->lock
 * edge: b -> &q->__lock
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

struct rq { struct mutex __lock; };
struct worker_pool { struct mutex lock; };
struct cfs_rq {
	struct {
		struct mutex lock;
	} removed;
};

void schedule(void);

void pool_init(struct worker_pool *pool)
{
	mutex_init(&pool->lock);
}

void queue_init(struct rq *q)
{
	mutex_init(&q->__lock);
}

void cfs_init(struct cfs_rq *q)
{
	mutex_init(&q->removed.lock);
}

void user(void)
{
	mutex_lock(&a);
	schedule();
	mutex_unlock(&a);
	mutex_lock(&b);
	mutex_unlock(&b);
}
