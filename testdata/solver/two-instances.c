/*
 * Two objects given by the caller: one class, order unknown, not proven the same.
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

void both(struct node *x, struct node *y)
{
	mutex_lock(&x->lock);
	mutex_lock(&y->lock);
	mutex_unlock(&y->lock);
	mutex_unlock(&x->lock);
}
