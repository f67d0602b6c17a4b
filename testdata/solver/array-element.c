/*
 * Elements of an array are one class.
 * edge: b -> &t->buckets[i].lock
 * edge: &t->buckets[i].lock -> b
 * report: cycle &t->buckets[i].lock b
 */
#include "kernel.h"

struct table {
	struct {
		spinlock_t lock;
		struct mutex other;
	} buckets[16];
};

static DEFINE_MUTEX(b);

void __raw_spin_lock_init(spinlock_t *lock, const char *name, struct lock_class_key *key);
#define spin_lock_init(lock) do { static struct lock_class_key __key; __raw_spin_lock_init((lock), #lock, &__key); } while (0)

void setup(struct table *t)
{
	for (int i = 0; i < 16; i++)
		spin_lock_init(&t->buckets[i].lock);
}

void one(struct table *t, unsigned int hash)
{
	spin_lock(&t->buckets[hash % 16].lock);
	mutex_lock(&b);
	mutex_unlock(&b);
	spin_unlock(&t->buckets[hash % 16].lock);
}

void other(struct table *t)
{
	mutex_lock(&b);
	spin_lock(&t->buckets[3].lock);
	spin_unlock(&t->buckets[3].lock);
	mutex_unlock(&b);
}
