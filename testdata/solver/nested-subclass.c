/*
 * A subclass keeps parent and child apart.
 * edge: &n->lock -> &n->lock/1
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

void both(struct node *n)
{
	mutex_lock(&n->parent->lock);
	mutex_lock_nested(&n->lock, 1);
	mutex_unlock(&n->lock);
	mutex_unlock(&n->parent->lock);
}
