/*
 * The lock is released before the timer is cancelled.
 * edge: &driver->timer -> &driver->lock
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
	spin_unlock_irq(&d->lock);
	hrtimer_cancel(&d->timer);
}
