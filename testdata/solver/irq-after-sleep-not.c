/*
 * What follows a sleep is not run by an interrupt: the path to it does not happen.
 * nothing
 */
#include "irq.h"

static DEFINE_SPINLOCK(lock);
static DEFINE_MUTEX(sleeps);

static void slow(void)
{
	mutex_lock(&sleeps);
	mutex_unlock(&sleeps);
	spin_lock(&lock);
	spin_unlock(&lock);
}

static irqreturn_t handler(int irq, void *data)
{
	if (some_condition())
		slow();
	return irq && data;
}

int start(void)
{
	return REQUEST(handler);
}

void user(void)
{
	slow();
}
