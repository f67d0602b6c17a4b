/*
 * The callback finds the object that is locked by container_of.
 * edge: &d->lock -> &d->lock
 * report: recursion &d->lock
 */
#include "kernel.h"

struct item {
	int id;
};

struct device {
	struct mutex lock;
	struct item item;
};

void setup(struct device *d)
{
	mutex_init(&d->lock);
}

static void release(struct item *item)
{
	struct device *d = container_of(item, struct device, item);

	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
}

void user(struct device *d)
{
	mutex_lock(&d->lock);
	release(&d->item);
	mutex_unlock(&d->lock);
}
