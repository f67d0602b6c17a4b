/*
 * The same with interrupts off: disabled, saved, or by the caller.  The saved state nests.
 * nothing
 */
#include "irq.h"

static DEFINE_SPINLOCK(lock);
static DEFINE_SPINLOCK(other);

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

static void helper(void)
{
	spin_lock(&lock);
	spin_unlock(&lock);
}

void user(void)
{
	unsigned long flags;

	spin_lock_irq(&lock);
	spin_unlock_irq(&lock);
	arch_local_irq_disable();
	flags = _raw_spin_lock_irqsave(&other);
	spin_unlock_irqrestore(&other, flags);
	helper();
	arch_local_irq_enable();
}
