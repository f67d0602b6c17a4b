/*
 * Who waits until an annotated section is left orders what he holds before it, and holds nothing after.
 * edge: users -> lock
 * edge: lock -> users
 * report: cycle lock users
 */
#include "kernel.h"

void lock_acquire(struct lockdep_map *map, unsigned int subclass, int try, int read, int check, struct lockdep_map *nest,
		  unsigned long ip);
void lock_release(struct lockdep_map *map, unsigned long ip);
void lock_sync(struct lockdep_map *map, unsigned int subclass, int read, int check, struct lockdep_map *nest, unsigned long ip);

static struct lockdep_map users = { .name = "users" };
static DEFINE_MUTEX(lock);

void use(void)
{
	lock_acquire(&users, 0, 0, 1, 1, NULL, 0);
	mutex_lock(&lock);
	mutex_unlock(&lock);
	lock_release(&users, 0);
}

void wait_for_users(void)
{
	mutex_lock(&lock);
	lock_sync(&users, 0, 0, 1, NULL, 0);
	mutex_unlock(&lock);
}
