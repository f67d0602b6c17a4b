/*
 * A callee tells through a pointer whether it released the caller's lock.
 * edge: b -> a
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

static int restart(int *dropped)
{
	if (some_condition())
		return -1;
	mutex_unlock(&a);
	*dropped = 1;
	return 0;
}

static void ensure(void)
{
	int dropped = 0;

	if (some_condition())
		restart(&dropped);
	if (dropped)
		mutex_lock(&a);
}

void user(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	ensure();
	mutex_unlock(&a);
	mutex_unlock(&b);
}
