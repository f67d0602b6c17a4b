/*
 * A function pointer chosen by ?:.
 * edge: a -> b
 * edge: a -> c
 * edge: b -> a
 * report: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);

static void take_b(void)
{
	mutex_lock(&b);
	mutex_unlock(&b);
}

static void take_c(void)
{
	mutex_lock(&c);
	mutex_unlock(&c);
}

void user(int which)
{
	void (*fn)(void) = which ? take_b : take_c;

	mutex_lock(&a);
	fn();
	mutex_unlock(&a);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
