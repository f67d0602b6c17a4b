/*
 * A lock is held while waiting for a completion, and taken before it is signalled, two calls up.
 * edge: &d->lock -> &driver->done
 * edge: &driver->done -> &d->lock
 * report: wait &d->lock &driver->done
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

static void signal_done(struct driver *d)
{
	complete(&d->done);
}

static void finish(struct driver *d)
{
	signal_done(d);
}

void interrupt(struct driver *d)
{
	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
	finish(d);
}

void stop(struct driver *d)
{
	mutex_lock(&d->lock);
	wait_for_completion(&d->done);
	mutex_unlock(&d->lock);
}
