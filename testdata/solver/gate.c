/*
 * A lock held on both sides: the cycle inside it cannot close.
 * edge: g -> a
 * edge: g -> b
 * edge: a -> b
 * edge: b -> a
 * held: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(g);
static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

void one(void)
{
	mutex_lock(&g);
	mutex_lock(&a);
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&a);
	mutex_unlock(&g);
}

void other(void)
{
	mutex_lock(&g);
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
	mutex_unlock(&g);
}
