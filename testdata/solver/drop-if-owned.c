/*
 * What a callee takes after it let go of the caller's lock, if that is owned, is not taken under it.
 * edge: a -> &p->lock
 */
#include "kernel.h"

struct pool {
	struct mutex lock;
	int owned;
};

static DEFINE_MUTEX(a);

void pool_setup(struct pool *p)
{
	mutex_init(&p->lock);
}

static void release_pool(struct pool *p)
{
	if (p->owned) {
		p->owned = 0;
		mutex_unlock(&p->lock);
	}
}

static void lock_pool(struct pool *p)
{
	mutex_lock(&p->lock);
	p->owned = 1;
}

static void drain(struct pool *p)
{
	release_pool(p);
	mutex_lock(&a);
	mutex_unlock(&a);
	lock_pool(p);
}

void user(struct pool *p)
{
	lock_pool(p);
	drain(p);
	release_pool(p);
}

void other(struct pool *p)
{
	mutex_lock(&a);
	lock_pool(p);
	release_pool(p);
	mutex_unlock(&a);
}
