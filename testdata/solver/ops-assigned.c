/*
 * A callback that is assigned at run time.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

struct device {
	void (*remove)(struct device *dev);
};

static void take_b(struct device *dev)
{
	mutex_lock(&b);
	mutex_unlock(&b);
}

void setup(struct device *dev)
{
	dev->remove = take_b;
}

void call_remove(struct device *dev)
{
	mutex_lock(&a);
	if (dev->remove)
		dev->remove(dev);
	mutex_unlock(&a);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
