/*
 * The completion is signalled before the lock is taken, and on the other branch it is not signalled.
 * edge: &d->lock -> &driver->done
 */
#include "kernel.h"

struct driver {
	struct mutex lock;
	struct completion done;
};

void setup(struct driver *d)
{
	mutex_init(&d->lock);
	init_completion(&d->done);
}

void interrupt(struct driver *d)
{
	complete(&d->done);
	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
}

void other(struct driver *d)
{
	if (some_condition()) {
		mutex_lock(&d->lock);
		mutex_unlock(&d->lock);
	} else {
		complete(&d->done);
	}
}

void stop(struct driver *d)
{
	mutex_lock(&d->lock);
	wait_for_completion(&d->done);
	mutex_unlock(&d->lock);
}
