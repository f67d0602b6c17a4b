/*
 * A handler takes the lock that a process holds with interrupts on.
 * report: irq lock
 */
#include "irq.h"

static DEFINE_SPINLOCK(lock);

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

void user(void)
{
	spin_lock(&lock);
	spin_unlock(&lock);
}
