/*
 * A helper passes the result of a trylock on.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);

static bool try_a(void)
{
	if (!mutex_trylock(&a))
		return false;
	return true;
}

void user(void)
{
	if (!try_a()) {
		mutex_lock(&c);
		mutex_unlock(&c);
		return;
	}
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
