/*
 * A function that waits signals, too, where its request failed: nobody else waits for that.
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

static void submit(struct driver *d)
{
	if (some_condition())
		complete(&d->done);
	wait_for_completion(&d->done);
}

void transfer(struct driver *d)
{
	mutex_lock(&d->lock);
	submit(d);
	mutex_unlock(&d->lock);
}
