/*
 * A grace period is waited for inside a reader: it never ends.
 * edge: rcu -> rcu
 * report: wait rcu
 */
#include "kernel.h"

void rcu_read_lock(void);
void rcu_read_unlock(void);
void synchronize_rcu(void);

static void publish(int *where)
{
	*where = 1;
	synchronize_rcu();
}

void update(int *where)
{
	rcu_read_lock();
	if (!*where)
		publish(where);
	rcu_read_unlock();
}
