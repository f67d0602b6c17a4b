/*
 * An operation of the object's own table takes the lock that its caller holds: the argument says that it is one object.
 * edge: &d->lock -> &d->lock
 * report: recursion &d->lock
 */
#include "kernel.h"

struct device;

struct device_ops {
	void (*reset)(struct device *d);
};

struct device {
	struct mutex lock;
	const struct device_ops *ops;
};

static void reset(struct device *d)
{
	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
}

static const struct device_ops ops = { .reset = reset };

void setup(struct device *d)
{
	mutex_init(&d->lock);
	d->ops = &ops;
}

void restart(struct device *d)
{
	mutex_lock(&d->lock);
	if (d->ops->reset)
		d->ops->reset(d);
	mutex_unlock(&d->lock);
}
