/*
 * A function that takes a lock for its caller and lets go of it when it fails.
 * edge: a -> b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

static int begin(int how)
{
	mutex_lock(&a);
	if (how < 0) {
		mutex_unlock(&a);
		return -22;
	}
	return 0;
}

int user(int how)
{
	int err = begin(how);

	if (err)
		return err;
	if (how == 3) {
		mutex_unlock(&a);
		return -5;
	}
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&a);
	return 0;
}
