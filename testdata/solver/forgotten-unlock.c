/*
 * One error path returns with the lock held, and the caller goes on.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 * report: imbalance a
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

static int work(void)
{
	mutex_lock(&a);
	if (some_condition())
		return -1;
	mutex_unlock(&a);
	return 0;
}

void user(void)
{
	if (work() < 0) {
		mutex_lock(&b);
		mutex_unlock(&b);
	}
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
