/*
 * Two work items of one object: only the one that takes the lock must not be flushed under it.
 * edge: &d->lock -> (work_completion)(&d->quiet)
 * edge: &d->lock -> (work_completion)(&d->busy)
 * edge: (work_completion)(&d->busy) -> &d->lock
 * edge: (work_completion)(&d->quiet) -> other
 * report: wait &d->lock (work_completion)(&d->busy)
 */
#include "kernel.h"

struct driver {
	struct mutex lock;
	struct work_struct quiet, busy;
};

static DEFINE_MUTEX(other);

static void be_quiet(struct work_struct *work)
{
	mutex_lock(&other);
	mutex_unlock(&other);
}

static void be_busy(struct work_struct *work)
{
	struct driver *d = container_of(work, struct driver, busy);

	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
}

void setup(struct driver *d)
{
	mutex_init(&d->lock);
	INIT_WORK(&d->quiet, be_quiet);
	INIT_WORK(&d->busy, be_busy);
}

void stop(struct driver *d)
{
	mutex_lock(&d->lock);
	cancel_work_sync(&d->quiet);
	cancel_work_sync(&d->busy);
	mutex_unlock(&d->lock);
}
