/*
 * Released in one of two places, on one condition or its contrary; or given back by a callee that took it.
 * nothing
 */
#include "kernel.h"

static DEFINE_MUTEX(a);

void either(int early)
{
	mutex_lock(&a);
	if (early)
		mutex_unlock(&a);
	some_condition();
	if (!early)
		mutex_unlock(&a);
}

static void take_again(void)
{
	mutex_lock(&a);
}

void again(void)
{
	mutex_lock(&a);
	mutex_unlock(&a);
	take_again();
	mutex_unlock(&a);
}
