/*
 * The error path releases in the reverse order, all of it.
 * edge: a -> b
 * edge: c -> a
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);

static int work(void)
{
	int error = -1;

	mutex_lock(&a);
	if (some_condition())
		goto out_a;
	mutex_lock(&b);
	if (some_condition())
		goto out_b;
	error = 0;
out_b:
	mutex_unlock(&b);
out_a:
	mutex_unlock(&a);
	return error;
}

void user(void)
{
	if (work()) {
		mutex_lock(&c);
		mutex_unlock(&c);
	}
	mutex_lock(&c);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&c);
}
