/*
 * The lock that serialises others is held, here or by the caller.
 * edge: &n->lock -> &n->lock
 * edge: all -> &n->lock
 */
#include "kernel.h"

struct node {
	struct mutex lock;
};

static DEFINE_MUTEX(all);

void init(struct node *n)
{
	mutex_init(&n->lock);
}

static void lock_one(struct node *n)
{
	_mutex_lock_nest_lock(&n->lock, &all.dep_map);
	mutex_unlock(&n->lock);
}

void lock_both(struct node *a, struct node *b)
{
	mutex_lock(&all);
	_mutex_lock_nest_lock(&a->lock, &all.dep_map);
	lock_one(b);
	mutex_unlock(&a->lock);
	mutex_unlock(&all);
}
