/*
 * The lock is released before the work item is cancelled.
 * edge: (work_completion)(&d->work) -> &d->lock
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
	mutex_unlock(&d->lock);
	cancel_work_sync(&d->work);
}
