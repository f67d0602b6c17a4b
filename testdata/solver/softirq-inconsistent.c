/*
 * A timer takes the lock that a process holds with softirqs on.
 * edge: &d->timer -> lock
 * report: irq lock
 */
#include "irq.h"

static DEFINE_SPINLOCK(lock);

struct device {
	struct timer_list timer;
};

static void expire(struct timer_list *timer)
{
	spin_lock(&lock);
	spin_unlock(&lock);
	(void)timer;
}

void start(struct device *d)
{
	timer_setup(&d->timer, expire, 0);
}

void user(void)
{
	spin_lock(&lock);
	spin_unlock(&lock);
}
