/*
 * Two of a class in the order of their addresses, a branch for each.
 * edge: &n->lock -> &n->lock/1
 */
#include "kernel.h"

struct node {
	struct mutex lock;
};

void init(struct node *n)
{
	mutex_init(&n->lock);
}

void lock_both(struct node *a, struct node *b)
{
	if (a < b) {
		mutex_lock(&a->lock);
		mutex_lock_nested(&b->lock, 1);
	} else {
		mutex_lock(&b->lock);
		mutex_lock_nested(&a->lock, 1);
	}
	mutex_unlock(&b->lock);
	mutex_unlock(&a->lock);
}
