/*
 * Static locks that one function sets up are of one class, as their key is one.
 * edge: lock -> lock
 * report: recursion lock
 */
#include "kernel.h"

static DEFINE_MUTEX(first);
static DEFINE_MUTEX(second);

static void setup(struct mutex *lock)
{
	mutex_init(lock);
}

void start(void)
{
	setup(&first);
	setup(&second);
}

void user(void)
{
	mutex_lock(&first);
	mutex_lock(&second);
	mutex_unlock(&second);
	mutex_unlock(&first);
}
