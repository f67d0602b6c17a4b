/*
 * NULL means that nothing is held.
 * edge: &n->lock -> b
 */
#include "kernel.h"

struct node {
	struct mutex lock;
};

static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);
struct node *lookup(int id);

void setup(struct node *n)
{
	mutex_init(&n->lock);
}

static struct node *get_locked(int id)
{
	struct node *n = lookup(id);

	if (!n)
		return NULL;
	mutex_lock(&n->lock);
	return n;
}

void user(int id)
{
	struct node *n = get_locked(id);

	if (!n) {
		mutex_lock(&c);
		mutex_unlock(&c);
		return;
	}
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&n->lock);
	mutex_lock(&c);
	mutex_unlock(&c);
}
