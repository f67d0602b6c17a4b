/*
 * A queue is drained under the mutex that one of its items takes.
 * edge: (wq_completion)driver -> (work_completion)(&d->work)
 * edge: (work_completion)(&d->work) -> &d->lock
 * edge: &d->lock -> (wq_completion)driver
 * report: wait (wq_completion)driver (work_completion)(&d->work) &d->lock
 */
#include "kernel.h"

struct workqueue_struct *alloc_workqueue(const char *format, unsigned int flags, int max_active, ...);
bool queue_work_on(int cpu, struct workqueue_struct *queue, struct work_struct *work);
void drain_workqueue(struct workqueue_struct *queue);

struct driver {
	struct mutex lock;
	struct work_struct work;
	struct workqueue_struct *queue;
};

static void do_work(struct work_struct *work)
{
	struct driver *d = container_of(work, struct driver, work);

	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
}

void setup(struct driver *d)
{
	mutex_init(&d->lock);
	INIT_WORK(&d->work, do_work);
	d->queue = alloc_workqueue("driver", 0, 0);
}

void start(struct driver *d)
{
	queue_work_on(0, d->queue, &d->work);
}

void stop(struct driver *d)
{
	mutex_lock(&d->lock);
	drain_workqueue(d->queue);
	mutex_unlock(&d->lock);
}
