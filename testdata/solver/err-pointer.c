/*
 * An error pointer means that nothing is held.
 * edge: &n->lock -> b
 * edge: b -> &n->lock
 * report: cycle &n->lock b
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
		return ERR_PTR(-2);
	mutex_lock(&n->lock);
	return n;
}

long user(int id)
{
	struct node *n = get_locked(id);

	if (IS_ERR(n)) {
		mutex_lock(&c);
		mutex_unlock(&c);
		return PTR_ERR(n);
	}
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&n->lock);
	return 0;
}

void other(struct node *n)
{
	mutex_lock(&b);
	mutex_lock(&n->lock);
	mutex_unlock(&n->lock);
	mutex_unlock(&b);
}
