/*
 * A callee takes a lock and stores where it is in a member of the caller's object; who takes the
 * lock from there takes the same one.
 * edge: a -> &t->lock
 */
#include "kernel.h"

static DEFINE_MUTEX(a);

struct table {
	struct mutex lock;
};

struct fault {
	struct table *table;
	struct mutex *lock;
};

void table_init(struct table *t)
{
	mutex_init(&t->lock);
}

void map_table(struct table *t, struct mutex **lock)
{
	*lock = &t->lock;
}

void start(struct fault *f)
{
	map_table(f->table, &f->lock);
}

void finish(struct fault *f)
{
	mutex_lock(&a);
	mutex_lock(f->lock);
	mutex_unlock(f->lock);
	mutex_unlock(&a);
}
