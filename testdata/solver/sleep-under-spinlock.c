/*
 * Nobody sleeps with a spinlock held: a branch far down that takes a mutex is not reached from here.
 * edge: m -> s
 */
#include "kernel.h"

static DEFINE_MUTEX(m);
static DEFINE_SPINLOCK(s);

static void maybe_sleep(void)
{
	if (some_condition()) {
		mutex_lock(&m);
		mutex_unlock(&m);
	}
}

static void third(void)
{
	maybe_sleep();
}

static void second(void)
{
	third();
}

static void first(void)
{
	second();
}

void one(void)
{
	spin_lock(&s);
	first();
	spin_unlock(&s);
}

void other(void)
{
	mutex_lock(&m);
	spin_lock(&s);
	spin_unlock(&s);
	mutex_unlock(&m);
}
