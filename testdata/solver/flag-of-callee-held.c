/*
 * A parameter of the callee decides; this caller says that the lock is taken.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

static void maybe_lock(int lock)
{
	if (lock)
		mutex_lock(&a);
}

void with(void)
{
	maybe_lock(1);
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
