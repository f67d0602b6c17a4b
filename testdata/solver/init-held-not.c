/*
 * Initialised, then taken; another of the kind while one is held.
 * nothing
 */
#include "kernel.h"

struct node {
	struct mutex lock;
};

void make(struct node *n, struct node *other)
{
	mutex_init(&n->lock);
	mutex_lock(&n->lock);
	mutex_init(&other->lock);
	mutex_unlock(&n->lock);
}
