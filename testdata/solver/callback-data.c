/*
 * A callback gets its lock by the void pointer that goes with it.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

static void take(void *data)
{
	struct mutex *lock = data;

	mutex_lock(lock);
	mutex_unlock(lock);
}

static void apply(void (*fn)(void *data), void *data)
{
	fn(data);
}

void under_a(void)
{
	mutex_lock(&a);
	apply(take, &b);
	mutex_unlock(&a);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
