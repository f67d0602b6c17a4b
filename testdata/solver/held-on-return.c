/*
 * A helper returns with its lock held.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

static void get_a(void)
{
	mutex_lock(&a);
}

static void put_a(void)
{
	mutex_unlock(&a);
}

void user(void)
{
	get_a();
	mutex_lock(&b);
	mutex_unlock(&b);
	put_a();
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
