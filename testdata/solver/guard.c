/*
 * A cleanup attribute unlocks at the end of the scope, on each way out.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);

static struct mutex *guard_lock(struct mutex *lock)
{
	mutex_lock(lock);
	return lock;
}

static void guard_unlock(struct mutex **lock)
{
	if (*lock)
		mutex_unlock(*lock);
}

#define guard(lock) __attribute__((cleanup(guard_unlock))) struct mutex *__guard = guard_lock(lock)

static int work(void)
{
	guard(&a);

	if (some_condition())
		return -1;
	mutex_lock(&b);
	mutex_unlock(&b);
	return 0;
}

void user(void)
{
	work();
	mutex_lock(&c);
	mutex_unlock(&c);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
