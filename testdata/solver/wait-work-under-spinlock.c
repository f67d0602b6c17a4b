/*
 * A work item is waited for under a spinlock that it takes inside a mutex: a deadlock of three, where one function does both.
 * edge: &zone->work -> zone
 * edge: temperature -> &zone->work
 * edge: zone -> temperature
 * report: wait &zone->work temperature zone
 */
#include "irq.h"

struct zone {
	struct work_struct work;
};

static DEFINE_MUTEX(zone);
static DEFINE_SPINLOCK(temperature);

static void update(struct work_struct *work)
{
	mutex_lock(&zone);
	spin_lock_irq(&temperature);
	spin_unlock_irq(&temperature);
	mutex_unlock(&zone);
	(void)work;
}

void start(struct zone *z)
{
	z->work.func = update;
}

void offline(struct zone *z)
{
	spin_lock_irq(&temperature);
	cancel_work_sync(&z->work);
	spin_unlock_irq(&temperature);
}
