/* Locks that the last reference takes: less sure.  Those that each put takes: as sure as any. */
#include "kernel.h"

struct ref {
	int count;
};

bool refcount_dec_and_test(struct ref *r);

static DEFINE_MUTEX(all);
static DEFINE_MUTEX(pool);
static DEFINE_MUTEX(log);
static DEFINE_MUTEX(index);

struct item {
	struct ref ref;
	struct mutex lock;
};

void setup(struct item *i)
{
	mutex_init(&i->lock);
}

/* again: who holds the lock has the item */
static void put_item(struct item *i)
{
	if (!refcount_dec_and_test(&i->ref))
		return;
	mutex_lock(&i->lock);
	mutex_unlock(&i->lock);
}

void forget(struct item *i)
{
	mutex_lock(&i->lock);
	put_item(i);
	mutex_unlock(&i->lock);
}

/* an order of the last one */
static void put_in_pool(struct item *i)
{
	if (refcount_dec_and_test(&i->ref)) {
		mutex_lock(&pool);
		mutex_unlock(&pool);
	}
}

void shrink(struct item *i)
{
	mutex_lock(&all);
	put_in_pool(i);
	mutex_unlock(&all);
}

void grow(void)
{
	mutex_lock(&pool);
	mutex_lock(&all);
	mutex_unlock(&all);
	mutex_unlock(&pool);
}

/* each put takes the lock, before it counts */
static void put_logged(struct item *i)
{
	mutex_lock(&log);
	mutex_unlock(&log);
	refcount_dec_and_test(&i->ref);
}

void drop(struct item *i)
{
	mutex_lock(&index);
	put_logged(i);
	mutex_unlock(&index);
}

void rotate(void)
{
	mutex_lock(&log);
	mutex_lock(&index);
	mutex_unlock(&index);
	mutex_unlock(&log);
}
