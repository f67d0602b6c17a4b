/*
 * Parameters of different callers are not mixed.
 * edge: a -> b
 * edge: c -> d
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);
static DEFINE_MUTEX(d);

static void both(struct mutex *first, struct mutex *second)
{
	mutex_lock(first);
	mutex_lock(second);
	mutex_unlock(second);
	mutex_unlock(first);
}

void one(void)
{
	both(&a, &b);
}

void other(void)
{
	both(&c, &d);
}
