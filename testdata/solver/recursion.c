/*
 * The same lock again, through a helper.
 * edge: &n->lock -> &n->lock
 * report: recursion &n->lock
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

static void kill(struct node *n)
{
	mutex_lock(&n->lock);
	n->dead = true;
	mutex_unlock(&n->lock);
}

void user(struct node *n)
{
	mutex_lock(&n->lock);
	kill(n);
	mutex_unlock(&n->lock);
}
