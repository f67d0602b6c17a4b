/*
 * The mutex is released before the interrupt is waited for.
 * edge: *driver->irq -> &d->lock
 */
#include "irq.h"

void disable_irq(unsigned int irq);
void synchronize_irq(unsigned int irq);

struct driver {
	struct mutex lock;
	unsigned int irq;
};

static irqreturn_t thread(int irq, void *data)
{
	struct driver *d = data;

	(void)irq;
	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
	return 1;
}

int setup(struct driver *d)
{
	mutex_init(&d->lock);
	return request_threaded_irq(d->irq, NULL, thread, 0, "driver", d);
}

void stop(struct driver *d)
{
	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
	synchronize_irq(d->irq);
}
