/*
 * Two functions that call each other, with a lock held in one.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 * report: recursion a
 * report: recursion b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

static void two(int depth);

static void one(int depth)
{
	mutex_lock(&a);
	two(depth - 1);
	mutex_unlock(&a);
}

static void two(int depth)
{
	mutex_lock(&b);
	if (depth)
		one(depth);
	mutex_unlock(&b);
}

void user(void)
{
	one(3);
}
