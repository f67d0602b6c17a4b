/*
 * One flag decides both lock and unlock.
 * edge: b -> a
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

void user(int locked)
{
	if (!locked)
		mutex_lock(&a);
	if (!locked)
		mutex_unlock(&a);
	mutex_lock(&b);
	mutex_unlock(&b);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
