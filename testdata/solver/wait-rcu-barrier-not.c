/*
 * Outside of readers callbacks can be waited for.
 * nothing
 */
#include "kernel.h"

void rcu_read_lock(void);
void rcu_read_unlock(void);
void rcu_barrier(void);

void unload(void)
{
	rcu_read_lock();
	rcu_read_unlock();
	rcu_barrier();
}
