/*
 * The handler's constant says that the lock is not taken.
 * nothing
 */
#include "irq.h"

static DEFINE_SPINLOCK(lock);

static void finish(bool need_lock)
{
	if (need_lock)
		spin_lock(&lock);
	some_condition();
	if (need_lock)
		spin_unlock(&lock);
}

static irqreturn_t handler(int irq, void *data)
{
	finish(false);
	return irq && data;
}

int start(void)
{
	return REQUEST(handler);
}

void user(void)
{
	finish(true);
}
