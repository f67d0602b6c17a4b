/*
 * A helper locks two of a class in the order of their addresses; its caller holds both, each with its subclass.
 * edge: &n->lock -> &n->lock/1
 * edge: &n->lock -> queue
 * edge: &n->lock/1 -> queue
 * report: recursion &n->lock
 * verdict: clean
 */
#include "kernel.h"

struct node {
	struct mutex lock;
};

static DEFINE_MUTEX(queue);

void init(struct node *n)
{
	mutex_init(&n->lock);
}

static void two(struct node *a, struct node *b)
{
	if (a == b || !b) {
		mutex_lock(&a->lock);
		return;
	}
	if (a > b) {
		struct node *first = b;

		b = a;
		a = first;
	}
	mutex_lock(&a->lock);
	mutex_lock_nested(&b->lock, 1);
}

static void untwo(struct node *a, struct node *b)
{
	if (a == b || !b) {
		mutex_unlock(&a->lock);
		return;
	}
	mutex_unlock(&a->lock);
	mutex_unlock(&b->lock);
}

void send(struct node *a, struct node *b)
{
	two(a, b);
	mutex_lock(&queue);
	mutex_unlock(&queue);
	untwo(a, b);
}
