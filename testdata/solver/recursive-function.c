/*
 * A function that calls itself with the lock held.
 * edge: a -> a
 * report: recursion a
 */
#include "kernel.h"

static DEFINE_MUTEX(a);

void walk(int depth)
{
	mutex_lock(&a);
	if (depth)
		walk(depth - 1);
	mutex_unlock(&a);
}
