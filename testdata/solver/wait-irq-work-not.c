/*
 * The lock is released before the interrupt work is waited for.
 * edge: &driver->work -> &driver->lock
 */
#include "irq.h"

struct irq_work {
	void (*func)(struct irq_work *work);
};
void irq_work_sync(struct irq_work *work);

struct driver {
	spinlock_t lock;
	struct irq_work work;
};

static void serve(struct irq_work *work)
{
	struct driver *d = container_of(work, struct driver, work);

	spin_lock(&d->lock);
	spin_unlock(&d->lock);
}

void setup(struct driver *d)
{
	d->work.func = serve;
}

void stop(struct driver *d)
{
	spin_lock_irq(&d->lock);
	spin_unlock_irq(&d->lock);
	irq_work_sync(&d->work);
}
