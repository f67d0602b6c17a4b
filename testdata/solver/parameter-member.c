/*
 * A member of the parameter: the static object of each caller names the lock.
 * edge: chain_one.rwsem -> chain_two.rwsem
 */
#include "kernel.h"

struct head {
	struct rw_semaphore rwsem;
	int entries;
};

static struct head chain_one = { .rwsem = __RWSEM_INITIALIZER(chain_one.rwsem) };
static struct head chain_two = { .rwsem = __RWSEM_INITIALIZER(chain_two.rwsem) };

static void lock_head(struct head *nh)
{
	down_read(&nh->rwsem);
}

static void unlock_head(struct head *nh)
{
	up_read(&nh->rwsem);
}

void user(void)
{
	lock_head(&chain_one);
	down_write(&chain_two.rwsem);
	up_write(&chain_two.rwsem);
	unlock_head(&chain_one);
}
