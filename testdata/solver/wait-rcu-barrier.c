/*
 * Callbacks wait for the end of a grace period, and so does who waits for them: inside a reader, for ever.
 * edge: rcu_callback -> rcu_callback
 * report: wait rcu_callback
 */
#include "kernel.h"

void rcu_read_lock(void);
void rcu_read_unlock(void);
void rcu_barrier(void);

void unload(void)
{
	rcu_read_lock();
	rcu_barrier();
	rcu_read_unlock();
}
