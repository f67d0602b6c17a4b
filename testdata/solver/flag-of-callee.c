/*
 * A parameter of the callee decides; each caller gives a constant.
 * edge: b -> a
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

static void maybe_lock(int lock)
{
	if (lock)
		mutex_lock(&a);
}

static void maybe_unlock(int lock)
{
	if (lock)
		mutex_unlock(&a);
}

void without(void)
{
	maybe_lock(0);
	mutex_lock(&b);
	mutex_unlock(&b);
	maybe_unlock(0);
}

void with(void)
{
	maybe_lock(1);
	maybe_unlock(1);
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
