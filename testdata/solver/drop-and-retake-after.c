/*
 * After the callee dropped and retook it the lock is held.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

static void wait_for_room(void)
{
	mutex_unlock(&a);
	some_condition();
	mutex_lock(&a);
}

void user(void)
{
	mutex_lock(&a);
	wait_for_room();
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&a);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
