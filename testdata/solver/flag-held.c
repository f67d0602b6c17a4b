/*
 * Under one value of a flag the lock is held.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

void user(int locked)
{
	if (!locked)
		mutex_lock(&a);
	mutex_lock(&b);
	mutex_unlock(&b);
	if (!locked)
		mutex_unlock(&a);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
