/*
 * Parent and child, hand over hand: two locks of one class, in a tree.
 * edge: &n->lock -> &n->lock
 */
#include "kernel.h"

struct node {
	struct mutex lock;
	struct node *parent, *next;
	bool dead;
};

void setup(struct node *n)
{
	mutex_init(&n->lock);
}

struct node *child_of(struct node *n);

void walk(struct node *n)
{
	mutex_lock(&n->lock);
	for (;;) {
		struct node *child = child_of(n);

		if (!child)
			break;
		mutex_lock_nested(&child->lock, 0);
		mutex_unlock(&n->lock);
		n = child;
	}
	mutex_unlock(&n->lock);
}
