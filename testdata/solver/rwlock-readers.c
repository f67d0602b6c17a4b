/*
 * A spinning reader waits behind a writer that waits, unless it is in an interrupt.
 * edge: a -> r
 * edge: r -> a
 * report: cycle a r
 */
#include "kernel.h"

static DEFINE_SPINLOCK(a);
static DEFINE_RWLOCK(r);

void one(void)
{
	spin_lock(&a);
	_raw_read_lock(&r);
	_raw_read_unlock(&r);
	spin_unlock(&a);
}

void other(void)
{
	_raw_read_lock(&r);
	spin_lock(&a);
	spin_unlock(&a);
	_raw_read_unlock(&r);
}
