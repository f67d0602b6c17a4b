/*
 * A lock that a callback leaves held is held after the indirect call.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

struct ops {
	void (*lock)(void);
	void (*unlock)(void);
};

static void lock_a(void)
{
	mutex_lock(&a);
}

static void unlock_a(void)
{
	mutex_unlock(&a);
}

static const struct ops ops = { lock_a, unlock_a };

void user(void)
{
	ops.lock();
	mutex_lock(&b);
	mutex_unlock(&b);
	ops.unlock();
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
