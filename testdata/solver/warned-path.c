/*
 * What comes after a warning is of a state that must not be: no order is made there, and what it leaves is no way to return.
 * edge: b -> a
 */
#include "kernel.h"

void __warn_printk(const char *fmt);

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

int wrong_way(int broken)
{
	mutex_lock(&a);
	if (broken) {
		__warn_printk("broken");
		mutex_lock(&b);
		mutex_unlock(&b);
		return -1;
	}
	mutex_unlock(&a);
	return 0;
}

void right_way(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
