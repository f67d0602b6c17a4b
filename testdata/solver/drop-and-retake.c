/*
 * The callee drops the lock of its caller, takes another, and retakes it.
 * edge: b -> a
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

static void wait_for_room(void)
{
	mutex_unlock(&a);
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_lock(&a);
}

void user(void)
{
	mutex_lock(&a);
	wait_for_room();
	mutex_unlock(&a);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
