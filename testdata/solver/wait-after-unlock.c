/*
 * The wait comes after the lock was given up; before, only whether it is pending is asked.
 * edge: (work_completion)(&d->work) -> &d->lock
 */
#include "kernel.h"

struct driver {
	struct mutex lock;
	struct work_struct work;
};

bool cancel_work(struct work_struct *work);

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
	cancel_work(&d->work);
	mutex_unlock(&d->lock);
	flush_work(&d->work);
}
