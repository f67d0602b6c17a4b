/*
 * A reader in an interrupt waits for a writer.
 * report: irq lock
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
	_raw_write_lock(&lock);
	_raw_write_unlock(&lock);
}
