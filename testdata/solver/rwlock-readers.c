/*
 * Recursive readers on one side of each lock pass each other: srcu style readers do not block.
 * edge: a -> r
 * edge: r -> a
 * report: cycle a r
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_RWLOCK(r);

void one(void)
{
	mutex_lock(&a);
	_raw_read_lock(&r);
	_raw_read_unlock(&r);
	mutex_unlock(&a);
}

void other(void)
{
	_raw_read_lock(&r);
	mutex_lock(&a);
	mutex_unlock(&a);
	_raw_read_unlock(&r);
}
