/*
 * One section holds a lock that it should not: what is taken in it closes several cycles, which are one finding.
 * edge: b -> a
 * edge: c -> a
 * edge: a -> b
 * edge: a -> c
 * report: cycle a b
 * variant: cycle a c
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);

void right_b(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}

void right_c(void)
{
	mutex_lock(&c);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&c);
}

void wrong(void)
{
	mutex_lock(&a);
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_lock(&c);
	mutex_unlock(&c);
	mutex_unlock(&a);
}
