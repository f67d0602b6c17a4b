/*
 * Of a class with a name that some objects are given later, reports show the one that initialisation gives.
 * edge: a -> &m->lock
 * edge: a -> &ahead_key
 * edge: &m->lock -> a
 * edge: &ahead_key -> a
 * report: cycle a &m->lock
 */
#include "kernel.h"

struct map {
	struct mutex lock;
};

void lockdep_init_map_type(struct mutex *lock, const char *name, struct lock_class_key *key, int subclass);
#define lockdep_set_class(lock, key) lockdep_init_map_type((lock), #key, (key), 0)

static DEFINE_MUTEX(a);
static struct lock_class_key ahead_key;

void map_setup(struct map *m)
{
	mutex_init(&m->lock);
}

void special_setup(struct map *m)
{
	map_setup(m);
	lockdep_set_class(&m->lock, &ahead_key);
}

void one(struct map *m)
{
	mutex_lock(&a);
	mutex_lock(&m->lock);
	mutex_unlock(&m->lock);
	mutex_unlock(&a);
}

void other(struct map *m)
{
	mutex_lock(&m->lock);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&m->lock);
}
