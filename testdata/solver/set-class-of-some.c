/*
 * A class that is set under a condition is one of two that the lock may have.
 * edge: a -> &g->lock
 * edge: a -> &other_key
 * edge: &g->lock -> a
 * edge: &other_key -> a
 * report: cycle a &g->lock
 */
#include "kernel.h"

struct group {
	struct mutex lock;
};

void lockdep_init_map_type(struct mutex *lock, const char *name, struct lock_class_key *key, int subclass);
#define lockdep_set_class(lock, key) lockdep_init_map_type((lock), #key, (key), 0)

static DEFINE_MUTEX(a);

void group_setup(struct group *g, unsigned int flags)
{
	static struct lock_class_key other_key;

	mutex_init(&g->lock);
	if (flags & 2)
		lockdep_set_class(&g->lock, &other_key);
}

void one(struct group *g)
{
	mutex_lock(&a);
	mutex_lock(&g->lock);
	mutex_unlock(&g->lock);
	mutex_unlock(&a);
}

void other(struct group *g)
{
	mutex_lock(&g->lock);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&g->lock);
}
