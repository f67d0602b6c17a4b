/*
 * One caller has no gate, so the cycle can close.
 * edge: g -> a
 * edge: g -> b
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(g);
static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

static void take_b(void)
{
	mutex_lock(&b);
	mutex_unlock(&b);
}

static void a_then_b(void)
{
	mutex_lock(&a);
	take_b();
	mutex_unlock(&a);
}

void first_caller(void)
{
	mutex_lock(&g);
	a_then_b();
	mutex_unlock(&g);
}

void second_caller(void)
{
	a_then_b();
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
