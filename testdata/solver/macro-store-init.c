/*
 * Without lockdep spin_lock_init() is a store: the macro as written names the class, as it does with it.
 * edge: a -> &dev->lock
 */
#include "kernel.h"

static DEFINE_MUTEX(a);

typedef struct raw_spinlock {
	struct { int val; } raw_lock;
} raw_spinlock_t;

#define raw_spin_lock_init(l) do { *(l) = (raw_spinlock_t){ .raw_lock = { 0 } }; } while (0)
void _raw_spin_lock(raw_spinlock_t *l);
void _raw_spin_unlock(raw_spinlock_t *l);

struct device {
	raw_spinlock_t lock;
};

void probe(struct device *dev)
{
	raw_spin_lock_init(&dev->lock);
}

void run(struct device *d)
{
	mutex_lock(&a);
	_raw_spin_lock(&d->lock);
	_raw_spin_unlock(&d->lock);
	mutex_unlock(&a);
}
