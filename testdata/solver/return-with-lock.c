/*
 * One return forgets the lock, the others do not; nobody calls the function, so that nobody can be meant to release it.
 * report: imbalance a
 */
#include "kernel.h"

static DEFINE_MUTEX(a);

void work(int kind);

void handler(void)
{
	mutex_lock(&a);
	switch (some_condition()) {
	case 0:
		work(0);
		return;
	case 1:
		work(1);
		mutex_unlock(&a);
		return;
	default:
		break;
	}
	mutex_unlock(&a);
}
