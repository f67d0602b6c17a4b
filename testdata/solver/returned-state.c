/*
 * The callee says by a number which lock it left held.
 * edge: a -> c
 * edge: b -> d
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);
static DEFINE_MUTEX(d);

static int enter(void)
{
	if (some_condition()) {
		mutex_lock(&a);
		return 1;
	}
	if (some_condition()) {
		mutex_lock(&b);
		return 2;
	}
	return 0;
}

void user(void)
{
	int state = enter();

	if (state == 1) {
		mutex_lock(&c);
		mutex_unlock(&c);
		mutex_unlock(&a);
	} else if (state == 2) {
		mutex_lock(&d);
		mutex_unlock(&d);
		mutex_unlock(&b);
	}
}
