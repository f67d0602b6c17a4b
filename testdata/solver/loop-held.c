/*
 * The lock is still held in the second round.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

void user(int n)
{
	bool locked = false;

	for (int i = 0; i < n; i++) {
		if (locked) {
			mutex_lock(&b);
			mutex_unlock(&b);
		} else {
			mutex_lock(&a);
			locked = true;
		}
	}
	if (locked)
		mutex_unlock(&a);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
