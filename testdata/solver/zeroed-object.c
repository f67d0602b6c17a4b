/*
 * A new object is zero but for what its maker and another function have set: it is not shared, and has a device.
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

struct device {
	int n;
};

struct client {
	int shared;
	int count;
	struct device *dev;
};

void *kzalloc(unsigned long size, int flags);
void *kmalloc(unsigned long size, int flags);

static struct client *client_new(void)
{
	struct client *c = kzalloc(sizeof(*c), 0);

	if (!c)
		return (struct client *)-12L;
	c->count = 1;
	return c;
}

static void attach(struct client *c, struct device *dev)
{
	dev->n++;
	c->dev = dev;
}

static void start(struct client *c)
{
	if (c->shared) {
		mutex_lock(&a);
		mutex_unlock(&a);
	}
	if (!c->dev) {
		mutex_lock(&b);
		mutex_unlock(&b);
	}
}

void add(struct device *dev)
{
	struct client *c;

	mutex_lock(&b);
	c = client_new();
	if ((unsigned long)c < -4095UL) {
		attach(c, dev);
		start(c);
	}
	mutex_unlock(&b);
}

void add_other(struct device *dev)
{
	struct client *c;

	mutex_lock(&a);
	c = client_new();
	if ((unsigned long)c < -4095UL) {
		attach(c, dev);
		start(c);
	}
	mutex_unlock(&a);
}
