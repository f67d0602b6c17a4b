/*
 * An annotation that is copied is of the class of what it was copied from.
 * edge: item -> lock
 * edge: lock -> item
 * report: cycle item lock
 */
#include "kernel.h"

struct lockdep_map_key { int unused; };
void lockdep_init_map(struct lockdep_map *map, const char *name, struct lock_class_key *key, int subclass);
void lockdep_copy_map(struct lockdep_map *to, struct lockdep_map *from);
void lock_acquire(struct lockdep_map *map, unsigned int subclass, int try, int read, int check, struct lockdep_map *nest,
		  unsigned long ip);
void lock_release(struct lockdep_map *map, unsigned long ip);

struct item {
	struct lockdep_map map;
	void (*run)(struct item *item);
};

static DEFINE_MUTEX(lock);

void setup(struct item *item)
{
	static struct lock_class_key key;

	lockdep_init_map(&item->map, "item", &key, 0);
}

/* The item may be freed by what it runs, so its annotation is copied. */
void run(struct item *item)
{
	struct lockdep_map map;

	lockdep_copy_map(&map, &item->map);
	lock_acquire(&map, 0, 0, 0, 1, NULL, 0);
	mutex_lock(&lock);
	mutex_unlock(&lock);
	lock_release(&map, 0);
}

void flush(struct item *item)
{
	mutex_lock(&lock);
	lock_acquire(&item->map, 0, 0, 0, 1, NULL, 0);
	lock_release(&item->map, 0);
	mutex_unlock(&lock);
}
