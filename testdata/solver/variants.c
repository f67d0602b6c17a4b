/*
 * One wrong order, take_wrong(), closes a cycle with each of two right ways back: one report.
 * edge: a -> b
 * edge: a -> c
 * edge: b -> d
 * edge: c -> d
 * edge: d -> a
 * report: cycle a c d
 * variant: cycle a b d
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);
static DEFINE_MUTEX(d);

void through_b(void)
{
	mutex_lock(&a);
	mutex_lock(&b);
	mutex_lock(&d);
	mutex_unlock(&d);
	mutex_unlock(&b);
	mutex_unlock(&a);
}

void through_c(void)
{
	mutex_lock(&a);
	mutex_lock(&c);
	mutex_lock(&d);
	mutex_unlock(&d);
	mutex_unlock(&c);
	mutex_unlock(&a);
}

void take_wrong(void)
{
	mutex_lock(&d);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&d);
}
