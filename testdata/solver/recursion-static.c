/*
 * The same static lock again, on one branch.
 * edge: a -> a
 * report: recursion a
 */
#include "kernel.h"

static DEFINE_MUTEX(a);

static void again(void)
{
	mutex_lock(&a);
	mutex_unlock(&a);
}

void user(void)
{
	mutex_lock(&a);
	if (some_condition())
		again();
	mutex_unlock(&a);
}
