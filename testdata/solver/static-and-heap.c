/*
 * A static object is a class of its own, one on the heap is classed by its initialisation.
 * edge: &o->lock -> b
 * edge: b -> root.lock
 */
#include "kernel.h"

struct object {
	struct mutex lock;
};

static DEFINE_MUTEX(b);
static struct object root = { .lock = __MUTEX_INITIALIZER(root.lock) };

void setup(struct object *o)
{
	mutex_init(&o->lock);
}

void on_heap(struct object *o)
{
	mutex_lock(&o->lock);
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&o->lock);
}

void on_root(void)
{
	mutex_lock(&b);
	mutex_lock(&root.lock);
	mutex_unlock(&root.lock);
	mutex_unlock(&b);
}
