/*
 * A call through a pointer that is one of two known functions: both return with the lock held, and call what they are given.
 * edge: a -> b
 * edge: c -> d
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);
static DEFINE_MUTEX(d);

static void start_one(void (*copy)(void))
{
	mutex_lock(&c);
	copy();
	mutex_unlock(&c);
	mutex_lock(&a);
}

static void start_two(void (*copy)(void))
{
	some_condition();
	start_one(copy);
}

static void take_d(void)
{
	mutex_lock(&d);
	mutex_unlock(&d);
}

void user(void)
{
	void (*start)(void (*)(void)) = some_condition() ? start_one : start_two;

	start(take_d);
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&a);
}
