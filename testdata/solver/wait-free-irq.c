/*
 * An interrupt is freed, waiting for its thread, under a lock that the thread takes.
 * edge: &d->lock -> *driver->irq
 * edge: *driver->irq -> &d->lock
 * report: wait &d->lock *driver->irq
 */
#include "kernel.h"

typedef int irqreturn_t;
int request_threaded_irq(unsigned int irq, irqreturn_t (*handler)(int, void *), irqreturn_t (*thread)(int, void *),
			 unsigned long flags, const char *name, void *dev);
const void *free_irq(unsigned int irq, void *dev);

struct driver {
	struct mutex lock;
	unsigned int irq;
};

static irqreturn_t handle(int irq, void *data)
{
	struct driver *d = data;

	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
	return 1;
}

void setup(struct driver *d)
{
	mutex_init(&d->lock);
	request_threaded_irq(d->irq, NULL, handle, 0, "driver", d);
}

void stop(struct driver *d)
{
	mutex_lock(&d->lock);
	free_irq(d->irq, d);
	mutex_unlock(&d->lock);
}
