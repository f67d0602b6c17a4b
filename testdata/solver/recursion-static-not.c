/*
 * Unlocked before the call on every path.
 * nothing
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
	if (some_condition()) {
		mutex_unlock(&a);
		again();
		return;
	}
	mutex_unlock(&a);
	again();
}
