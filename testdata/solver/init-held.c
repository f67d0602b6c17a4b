/*
 * A lock is initialised while it is held.
 * report: imbalance &n->lock
 */
#include "kernel.h"

struct node {
	struct mutex lock;
};

void reset(struct node *n)
{
	mutex_lock(&n->lock);
	mutex_init(&n->lock);
}
