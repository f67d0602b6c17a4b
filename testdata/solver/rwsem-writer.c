/*
 * A writer on one side.
 * edge: a -> q
 * edge: q -> a
 * report: cycle a q
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DECLARE_RWSEM(q);

void one(void)
{
	mutex_lock(&a);
	down_write(&q);
	up_write(&q);
	mutex_unlock(&a);
}

void other(void)
{
	down_read(&q);
	mutex_lock(&a);
	mutex_unlock(&a);
	up_read(&q);
}
