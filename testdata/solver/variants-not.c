/*
 * Two cycles over one lock that share no order are two findings.
 * edge: a -> b
 * edge: a -> c
 * edge: b -> a
 * edge: c -> a
 * report: cycle a b
 * report: cycle a c
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);

static void take(struct mutex *first, struct mutex *second)
{
	mutex_lock(first);
	mutex_lock(second);
	mutex_unlock(second);
	mutex_unlock(first);
}

void all_orders(void)
{
	take(&a, &b);
	take(&b, &a);
	take(&a, &c);
	take(&c, &a);
}
