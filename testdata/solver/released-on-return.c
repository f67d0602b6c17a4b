/*
 * A helper releases what its caller took: nothing is held afterwards.
 * edge: b -> a
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

static void put_a(void)
{
	mutex_unlock(&a);
}

void user(void)
{
	mutex_lock(&a);
	put_a();
	mutex_lock(&b);
	mutex_unlock(&b);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
