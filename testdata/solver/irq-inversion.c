/*
 * Under the lock that the handler takes another is taken, which elsewhere is held with interrupts on.
 * edge: lock -> unsafe
 * report: irq lock unsafe
 */
#include "irq.h"

static DEFINE_SPINLOCK(lock);
static DEFINE_SPINLOCK(unsafe);

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
	spin_lock(&unsafe);
	spin_unlock(&unsafe);
	spin_unlock_irq(&lock);
}

void user(void)
{
	spin_lock(&unsafe);
	spin_unlock(&unsafe);
}
