/*
 * The lock is released before the queue is destroyed.
 * edge: (work_completion)(&d->work) -> &d->lock
 * edge: (wq_completion)driver -> (work_completion)(&d->work)
 */
#include "kernel.h"

struct workqueue_struct *alloc_workqueue(const char *format, unsigned int flags, int max_active, ...);
bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work);
void destroy_workqueue(struct workqueue_struct *wq);

struct driver {
	struct mutex lock;
	struct workqueue_struct *wq;
	struct work_struct work;
};

static void do_work(struct work_struct *work)
{
	struct driver *d = container_of(work, struct driver, work);

	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
}

void start(struct driver *d)
{
	queue_work_on(0, d->wq, &d->work);
}

void setup(struct driver *d)
{
	mutex_init(&d->lock);
	d->wq = alloc_workqueue("driver", 0, 1);
	INIT_WORK(&d->work, do_work);
}

void stop(struct driver *d)
{
	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
	destroy_workqueue(d->wq);
}
