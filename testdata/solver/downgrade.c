/*
 * Held after a downgrade, and released by up_read().
 * edge: q -> a
 * edge: a -> q
 * report: cycle a q
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DECLARE_RWSEM(q);

void one(void)
{
	down_write(&q);
	downgrade_write(&q);
	mutex_lock(&a);
	mutex_unlock(&a);
	up_read(&q);
	mutex_lock(&b);
	mutex_unlock(&b);
}

void other(void)
{
	mutex_lock(&a);
	down_write(&q);
	up_write(&q);
	mutex_unlock(&a);
}
