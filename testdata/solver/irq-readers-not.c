/*
 * Readers with interrupts on: a reader in an interrupt passes them, and writers that wait.
 * nothing
 */
#include "irq.h"

static DEFINE_RWLOCK(lock);

static irqreturn_t handler(int irq, void *data)
{
	_raw_read_lock(&lock);
	_raw_read_unlock(&lock);
	return irq && data;
}

int start(void)
{
	return REQUEST(handler);
}

void user(void)
{
	_raw_read_lock(&lock);
	_raw_read_unlock(&lock);
	_raw_write_lock_irq(&lock);
	_raw_write_unlock_irq(&lock);
}
