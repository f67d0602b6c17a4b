/*
 * The function given to another takes the lock under which that calls it.
 * edge: &d->lock -> &d->lock
 * report: recursion &d->lock
 */
#include "kernel.h"

struct device {
	struct mutex lock;
};

void setup(struct device *d)
{
	mutex_init(&d->lock);
}

static int locked(struct device *d, int (*function)(struct device *d, void *data), void *data)
{
	mutex_lock(&d->lock);
	int err = function(d, data);
	mutex_unlock(&d->lock);
	return err;
}

static int reset(struct device *d, void *data)
{
	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
	return 0;
}

int restart(struct device *d)
{
	return locked(d, reset, NULL);
}
