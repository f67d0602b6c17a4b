/*
 * A work item is cancelled, waiting for it, under a lock that it takes.
 * edge: &d->lock -> (work_completion)(&d->work)
 * edge: (work_completion)(&d->work) -> &d->lock
 * report: wait &d->lock (work_completion)(&d->work)
 */
#include "kernel.h"

struct driver {
	struct mutex lock;
	struct work_struct work;
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
}

void stop(struct driver *d)
{
	mutex_lock(&d->lock);
	cancel_work_sync(&d->work);
	mutex_unlock(&d->lock);
}
