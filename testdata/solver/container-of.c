/*
 * The lock of the object around a member.
 * edge: &d->lock -> b
 * edge: b -> &d->lock
 * report: cycle &d->lock b
 */
#include "kernel.h"

struct item {
	int id;
};

struct device {
	struct mutex lock;
	struct item item;
};

static DEFINE_MUTEX(b);

void setup(struct device *d)
{
	mutex_init(&d->lock);
}

static struct device *to_device(struct item *item)
{
	return container_of(item, struct device, item);
}

void one(struct item *item)
{
	mutex_lock(&to_device(item)->lock);
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&to_device(item)->lock);
	mutex_lock(&b);
	mutex_unlock(&b);
}

void other(struct device *d)
{
	mutex_lock(&b);
	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
	mutex_unlock(&b);
}
