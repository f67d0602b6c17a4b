/*
 * The inner lock is only held with interrupts off.
 * edge: lock -> inner
 */
#include "irq.h"

static DEFINE_SPINLOCK(lock);
static DEFINE_SPINLOCK(inner);

static irqreturn_t handler(int irq, void *data)
{
	spin_lock(&lock);
	spin_unlock(&lock);
	return irq && data;
}

int start(void)
{
	return REQUEST(handler);
}

void nested(void)
{
	spin_lock_irq(&lock);
	spin_lock(&inner);
	spin_unlock(&inner);
	spin_unlock_irq(&lock);
}

void user(void)
{
	spin_lock_irq(&inner);
	spin_unlock_irq(&inner);
}
