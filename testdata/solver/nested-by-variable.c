/*
 * With a subclass that is found at run time a lock is taken inside others of its class on purpose.
 * edge: &n->lock -> a
 */
#include "kernel.h"

struct node {
	struct mutex lock;
	struct node *parent;
	unsigned int depth;
};

static DEFINE_MUTEX(a);

void node_setup(struct node *n)
{
	mutex_init(&n->lock);
}

void walk(struct node *n)
{
	mutex_lock_nested(&n->lock, n->depth);
	mutex_lock_nested(&n->parent->lock, n->parent->depth);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&n->parent->lock);
	mutex_unlock(&n->lock);
}
