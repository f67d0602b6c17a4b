/*
 * Two of a class in the order of their addresses, swapped where they are not.
 * edge: &n->lock -> &n->lock/1
 * report: recursion &n->lock
 * verdict: clean
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
	if (a > b) {
		struct node *first = b;

		b = a;
		a = first;
	}
	mutex_lock(&a->lock);
	mutex_lock_nested(&b->lock, 1);
	mutex_unlock(&b->lock);
	mutex_unlock(&a->lock);
}
