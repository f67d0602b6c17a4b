/*
 * Elements of an array are one class.
 * edge: b -> &t->buckets[i].lock
 * edge: &t->buckets[i].lock -> b
 * report: cycle &t->buckets[i].lock b
 */
#include "kernel.h"

struct table {
	struct {
		struct mutex lock;
		struct mutex other;
	} buckets[16];
};

static DEFINE_MUTEX(b);

void setup(struct table *t)
{
	for (int i = 0; i < 16; i++)
		mutex_init(&t->buckets[i].lock);
}

void one(struct table *t, unsigned int hash)
{
	mutex_lock(&t->buckets[hash % 16].lock);
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&t->buckets[hash % 16].lock);
}

void other(struct table *t)
{
	mutex_lock(&b);
	mutex_lock(&t->buckets[3].lock);
	mutex_unlock(&t->buckets[3].lock);
	mutex_unlock(&b);
}
