/*
 * A timer is shut down, waiting for it, under a lock that it takes.
 * edge: &d->timer -> &driver->lock
 * edge: &driver->lock -> &d->timer
 * report: wait &d->timer &driver->lock
 */
#include "irq.h"

int timer_shutdown_sync(struct timer_list *timer);

struct driver {
	spinlock_t lock;
	struct timer_list timer;
};

static void expired(struct timer_list *timer)
{
	struct driver *d = container_of(timer, struct driver, timer);

	spin_lock(&d->lock);
	spin_unlock(&d->lock);
}

void setup(struct driver *d)
{
	timer_setup(&d->timer, expired, 0);
}

void stop(struct driver *d)
{
	spin_lock_irq(&d->lock);
	timer_shutdown_sync(&d->timer);
	spin_unlock_irq(&d->lock);
}
