/*
 * Interrupts are let in while the lock is held.
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
	arch_local_irq_disable();
	spin_lock(&lock);
	arch_local_irq_enable();
	spin_unlock(&lock);
}
