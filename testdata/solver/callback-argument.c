/*
 * A callback is an argument, through two calls; the callers are not mixed.
 * edge: a -> b
 * edge: c -> d
 * edge: b -> a
 * report: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);
static DEFINE_MUTEX(d);

static void take_b(void)
{
	mutex_lock(&b);
	mutex_unlock(&b);
}

static void take_d(void)
{
	mutex_lock(&d);
	mutex_unlock(&d);
}

static void apply(void (*fn)(void))
{
	fn();
}

static void for_each(void (*fn)(void))
{
	for (int i = 0; i < 3; i++)
		apply(fn);
}

void under_a(void)
{
	mutex_lock(&a);
	for_each(take_b);
	mutex_unlock(&a);
}

void under_c(void)
{
	mutex_lock(&c);
	for_each(take_d);
	mutex_unlock(&c);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
