/*
 * A timer is deleted, waiting for it, under the lock that its function takes.
 * edge: &d->timer -> lock
 * edge: lock -> &d->timer
 * report: wait &d->timer lock
 * report: irq lock
 */
#include "kernel.h"

struct driver {
	struct timer_list timer;
};

static DEFINE_SPINLOCK(lock);

static void expired(struct timer_list *timer)
{
	spin_lock(&lock);
	spin_unlock(&lock);
}

void setup(struct driver *d)
{
	timer_setup(&d->timer, expired, 0);
}

void stop(struct driver *d)
{
	spin_lock(&lock);
	timer_delete_sync(&d->timer);
	spin_unlock(&lock);
}
