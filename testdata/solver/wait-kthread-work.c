/*
 * A thread's work item is flushed under the mutex that it takes.
 * edge: &driver->work -> &d->lock
 * edge: &d->lock -> &driver->work
 * report: wait &driver->work &d->lock
 */
#include "kernel.h"

struct kthread_work {
	void (*func)(struct kthread_work *work);
};
void kthread_flush_work(struct kthread_work *work);

struct driver {
	struct mutex lock;
	struct kthread_work work;
};

static void do_work(struct kthread_work *work)
{
	struct driver *d = container_of(work, struct driver, work);

	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
}

void setup(struct driver *d)
{
	mutex_init(&d->lock);
	d->work.func = do_work;
}

void stop(struct driver *d)
{
	mutex_lock(&d->lock);
	kthread_flush_work(&d->work);
	mutex_unlock(&d->lock);
}
