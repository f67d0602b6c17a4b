/*
 * Who waits for a mutex, or wakes the one who waits, takes the spinlock inside.
 * edge: &d->lock -> &lock->wait_lock
 * edge: a -> a.wait_lock
 * edge: a -> &d->lock
 * edge: a -> &lock->wait_lock
 */
#include <stddef.h>

struct lock_class_key { int unused; };
struct lockdep_map { const char *name; };
typedef struct raw_spinlock { int owner; struct lockdep_map dep_map; } raw_spinlock_t;
struct mutex { raw_spinlock_t wait_lock; struct lockdep_map dep_map; };

void __raw_spin_lock_init(raw_spinlock_t *lock, const char *name, struct lock_class_key *key);
void mutex_lock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);

void __mutex_init(struct mutex *lock, const char *name, struct lock_class_key *key)
{
	static struct lock_class_key inside;

	__raw_spin_lock_init(&lock->wait_lock, "&lock->wait_lock", &inside);
}

static struct mutex a = { .wait_lock = { .dep_map = { .name = "a.wait_lock" } }, .dep_map = { .name = "a" } };

struct device {
	struct mutex lock;
};

void probe(struct device *d)
{
	static struct lock_class_key key;

	__mutex_init(&d->lock, "&d->lock", &key);
}

void run(struct device *d)
{
	mutex_lock(&a);
	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
	mutex_unlock(&a);
}
