/*
 * Returns with a lock that are meant: told by the value, asked for by an argument, a caller's lock taken again.
 * nothing
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);

int lock_unless_busy(void)
{
	mutex_lock(&a);
	if (some_condition()) {
		mutex_unlock(&a);
		return -16;
	}
	return 0;
}

int work(int keep)
{
	mutex_lock(&b);
	if (some_condition() && keep)
		return -1;
	mutex_unlock(&b);
	return -1;
}

void breathe(void)
{
	if (some_condition())
		return;
	mutex_unlock(&c);
	mutex_lock(&c);
}
