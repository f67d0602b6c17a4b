/*
 * A callee lets go of the lock that its caller holds, by way of a parameter that neither knows, and takes it again.
 * edge: b -> &o->lock
 */
#include "kernel.h"

struct object {
	struct mutex lock;
	int done;
};

static DEFINE_MUTEX(b);

static void wait_unlocked(struct object *o)
{
	do {
		mutex_unlock(&o->lock);
		mutex_lock(&o->lock);
	} while (!o->done);
}

static void wait_locked(struct object *o)
{
	mutex_lock(&o->lock);
	wait_unlocked(o);
	mutex_unlock(&o->lock);
}

void wait_for_object(struct object *o)
{
	mutex_init(&o->lock);
	mutex_lock(&b);
	wait_locked(o);
	mutex_unlock(&b);
}
