/*
 * A lock taken and released in a loop; a retry with the lock dropped.
 * edge: b -> a
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

void each(int n)
{
	for (int i = 0; i < n; i++) {
		mutex_lock(&a);
		mutex_unlock(&a);
		mutex_lock(&b);
		mutex_unlock(&b);
	}
}

void retry(void)
{
again:
	mutex_lock(&a);
	if (some_condition()) {
		mutex_unlock(&a);
		mutex_lock(&b);
		mutex_unlock(&b);
		goto again;
	}
	mutex_unlock(&a);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
