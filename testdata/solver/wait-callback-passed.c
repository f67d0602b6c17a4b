/*
 * The function of a work item, and the item, are handed to a helper that sets it up.
 * edge: &d->lock -> (work_completion)(work)
 * edge: (work_completion)(work) -> &d->lock
 * report: wait &d->lock (work_completion)(work)
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

static void init_one(struct work_struct *work, void (*function)(struct work_struct *work))
{
	INIT_WORK(work, function);
}

void setup(struct driver *d)
{
	mutex_init(&d->lock);
	init_one(&d->work, do_work);
}

void stop(struct driver *d)
{
	mutex_lock(&d->lock);
	flush_work(&d->work);
	mutex_unlock(&d->lock);
}
