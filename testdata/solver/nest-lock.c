/*
 * Many of one class, under one lock that serialises them.
 * edge: outer -> &n->lock
 */
#include "kernel.h"

static DEFINE_MUTEX(outer);

struct node {
	struct mutex lock;
	struct node *parent, *next;
	bool dead;
};

void setup(struct node *n)
{
	mutex_init(&n->lock);
}

void all(struct node *n)
{
	mutex_lock(&outer);
	for (; n; n = n->next)
		_mutex_lock_nest_lock(&n->lock, &outer.dep_map);
	mutex_unlock(&outer);
}
