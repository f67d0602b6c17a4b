/*
 * The callee gives the locked object back through a pointer.
 * edge: &n->lock -> b
 * edge: b -> &n->lock
 * report: cycle &n->lock b
 */
#include "kernel.h"

struct node {
	struct mutex lock;
};

static DEFINE_MUTEX(b);
struct node *lookup(int id);

void setup(struct node *n)
{
	mutex_init(&n->lock);
}

static int find_locked(int id, struct node **out)
{
	struct node *n = lookup(id);

	if (!n)
		return -1;
	mutex_lock(&n->lock);
	*out = n;
	return 0;
}

void user(int id)
{
	struct node *n;

	if (find_locked(id, &n))
		return;
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&n->lock);
	mutex_lock(&b);
	mutex_unlock(&b);
}

void other(struct node *n)
{
	mutex_lock(&b);
	mutex_lock(&n->lock);
	mutex_unlock(&n->lock);
	mutex_unlock(&b);
}
