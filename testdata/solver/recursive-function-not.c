/*
 * A function that calls itself after it released the lock.
 * nothing
 */
#include "kernel.h"

static DEFINE_MUTEX(a);

void walk(int depth)
{
	mutex_lock(&a);
	mutex_unlock(&a);
	if (depth)
		walk(depth - 1);
}
