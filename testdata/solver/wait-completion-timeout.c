/*
 * Who waits with a timeout comes back.
 * nothing
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
	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
	complete(&d->done);
}

void stop(struct driver *d)
{
	mutex_lock(&d->lock);
	wait_for_completion_timeout(&d->done, 10);
	mutex_unlock(&d->lock);
}
