/*
 * A grace period is waited for after the reader, by who has left it for that, and under a lock that readers do not take.
 * edge: lock -> rcu
 */
#include "kernel.h"

void rcu_read_lock(void);
void rcu_read_unlock(void);
void synchronize_rcu(void);

static DEFINE_MUTEX(lock);

/* The caller is in a reader, and is so again afterwards. */
static void leave_and_wait(void)
{
	rcu_read_unlock();
	synchronize_rcu();
	rcu_read_lock();
}

void update(int *where)
{
	rcu_read_lock();
	if (*where)
		leave_and_wait();
	rcu_read_unlock();
	mutex_lock(&lock);
	synchronize_rcu();
	mutex_unlock(&lock);
}
