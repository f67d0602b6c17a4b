/*
 * The operation is given the next object of a list.
 * edge: &d->lock -> &d->lock
 */
#include "kernel.h"

struct device;

struct device_ops {
	void (*reset)(struct device *d);
};

struct device {
	struct mutex lock;
	struct device *next;
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
	d->ops->reset(d->next);
	mutex_unlock(&d->lock);
}
