/*
 * A table whose functions the model knows to run in interrupts, though nothing here calls them.
 * report: irq lock
 */
#include "irq.h"

static DEFINE_SPINLOCK(lock);

static void mask(struct irq_data *d)
{
	spin_lock(&lock);
	spin_unlock(&lock);
	(void)d;
}

const struct irq_chip chip = { .irq_mask = mask };

void user(void)
{
	spin_lock(&lock);
	spin_unlock(&lock);
}
