/*
 * An interrupt is disabled, waiting for its handler, under the lock that the handler takes.
 * edge: *driver->irq -> &d->lock
 * edge: &d->lock -> *driver->irq
 * report: wait &d->lock *driver->irq
 */
#include "kernel.h"

typedef int irqreturn_t;
int request_threaded_irq(unsigned int irq, irqreturn_t (*handler)(int, void *), irqreturn_t (*thread)(int, void *),
			 unsigned long flags, const char *name, void *dev);
void disable_irq(unsigned int irq);

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

int setup(struct driver *d)
{
	mutex_init(&d->lock);
	return request_threaded_irq(d->irq, NULL, handle, 0, "driver", d);
}

void stop(struct driver *d)
{
	mutex_lock(&d->lock);
	disable_irq(d->irq);
	mutex_unlock(&d->lock);
}
