/*
 * Two of a class are taken in any order under a lock that is said to serialise them, and is not held.
 * report: imbalance &n->lock
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

void lock_both(struct node *a, struct node *b)
{
	_mutex_lock_nest_lock(&a->lock, &all.dep_map);
	_mutex_lock_nest_lock(&b->lock, &all.dep_map);
	mutex_unlock(&b->lock);
	mutex_unlock(&a->lock);
}
