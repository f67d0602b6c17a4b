/*
 * A high resolution timer is cancelled, waiting for it, under a lock that it takes.
 * edge: &driver->lock -> &driver->timer
 * edge: &driver->timer -> &driver->lock
 * report: wait &driver->lock &driver->timer
 */
#include "irq.h"

struct hrtimer {
	int (*function)(struct hrtimer *timer);
};
int hrtimer_cancel(struct hrtimer *timer);

struct driver {
	spinlock_t lock;
	struct hrtimer timer;
};

static int expired(struct hrtimer *timer)
{
	struct driver *d = container_of(timer, struct driver, timer);

	spin_lock(&d->lock);
	spin_unlock(&d->lock);
	return 0;
}

void setup(struct driver *d)
{
	d->timer.function = expired;
}

void stop(struct driver *d)
{
	spin_lock_irq(&d->lock);
	hrtimer_cancel(&d->timer);
	spin_unlock_irq(&d->lock);
}
