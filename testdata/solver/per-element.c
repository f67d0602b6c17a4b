/*
 * Two elements of an array, told apart by a subclass, are two locks.  The same one twice is not.
 * edge: &tables[i].lock -> &tables[i].lock/1
 * edge: &x->lock -> &x->lock/1
 * report: recursion &x->lock
 */
#include "kernel.h"

struct table {
	struct mutex lock;
};

struct single {
	struct mutex lock;
};

static struct table tables[4];

void init_tables(void)
{
	for (int i = 0; i < 4; i++)
		mutex_init(&tables[i].lock);
}

void move(int from, int to)
{
	mutex_lock(&tables[from].lock);
	mutex_lock_nested(&tables[to].lock, 1);
	mutex_unlock(&tables[to].lock);
	mutex_unlock(&tables[from].lock);
}

void twice(struct single *x)
{
	mutex_init(&x->lock);
	mutex_lock(&x->lock);
	mutex_lock_nested(&x->lock, 1);
	mutex_unlock(&x->lock);
	mutex_unlock(&x->lock);
}
