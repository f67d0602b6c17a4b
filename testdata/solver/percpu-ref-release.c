/*
 * percpu_ref_kill() may drop the last reference in an RCU callback: the release takes the lock in a softirq then.
 * report: irq lock
 */
#include "irq.h"

struct percpu_ref {
	int count;
};

typedef void (percpu_ref_func_t)(struct percpu_ref *ref);

int percpu_ref_init(struct percpu_ref *ref, percpu_ref_func_t *release, unsigned int flags, unsigned int gfp);

struct context {
	struct percpu_ref users;
};

static DEFINE_SPINLOCK(lock);

static void release(struct percpu_ref *ref)
{
	spin_lock_irq(&lock);
	spin_unlock_irq(&lock);
	(void)ref;
}

int start(struct context *c)
{
	return percpu_ref_init(&c->users, release, 0, 0);
}

void user(void)
{
	spin_lock(&lock);
	spin_unlock(&lock);
}
