/*
 * Tried again with the lock released: where it is still held, nothing failed.
 * nothing
 */
#include "kernel.h"

static DEFINE_MUTEX(a);

int prepare(void *p);
int write_one(void *p);
int write_all(void *p);

int user(void *p)
{
	int ret, held = 0;

retry:
	mutex_lock(&a);
	held = 1;
	if (prepare(p))
		ret = write_one(p);
	else
		ret = write_all(p);
	if (!ret && prepare(p))
		ret = write_one(p);
	if (ret) {
		mutex_unlock(&a);
		held = 0;
	}
	if (ret == -28 && prepare(p))
		goto retry;
	if (held)
		mutex_unlock(&a);
	return ret;
}
