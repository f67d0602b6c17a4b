/*
 * Released by a callee on one of its ways only, or again as a member of what may be the same object.
 * nothing
 */
#include "kernel.h"

static DEFINE_MUTEX(a);

struct node {
	struct mutex lock;
};

struct node *current_node(struct node *n);

void init(struct node *n)
{
	mutex_init(&n->lock);
}

static void finish(int how)
{
	if (how & 1) {
		mutex_unlock(&a);
		some_condition();
	}
}

void user(int how)
{
	mutex_lock(&a);
	if (how > 1)
		mutex_unlock(&a);
	else
		some_condition();
	if (how > 1)
		finish(how);
}

void moved(struct node *n)
{
	struct node *other = current_node(n);

	mutex_lock(&n->lock);
	mutex_unlock(&n->lock);
	mutex_lock(&other->lock);
	mutex_unlock(&n->lock);
}
