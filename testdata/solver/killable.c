/*
 * A lock that a signal kept from being taken is not held; waiting for it is an order all the same.
 * edge: outer -> inner
 * edge: inner -> outer
 * report: cycle inner outer
 */
#include "kernel.h"

int mutex_lock_killable(struct mutex *lock);
int down_write_killable(struct rw_semaphore *sem);
int down_read_interruptible(struct rw_semaphore *sem);

static DEFINE_MUTEX(outer);
static DEFINE_MUTEX(inner);
static DECLARE_RWSEM(sem);

int both(void)
{
	if (mutex_lock_killable(&outer))
		return -4;
	mutex_lock(&inner);
	mutex_unlock(&inner);
	mutex_unlock(&outer);
	return 0;
}

void alone(void)
{
	mutex_lock(&inner);
	if (!mutex_lock_killable(&outer))
		mutex_unlock(&outer);
	mutex_unlock(&inner);
}

int failed(void)
{
	if (down_write_killable(&sem)) {
		mutex_lock(&inner);
		mutex_unlock(&inner);
		return -4;
	}
	up_write(&sem);
	if (down_read_interruptible(&sem)) {
		mutex_lock(&inner);
		mutex_unlock(&inner);
		return -4;
	}
	up_read(&sem);
	return 0;
}
