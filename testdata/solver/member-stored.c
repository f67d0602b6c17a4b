/*
 * The callee stores to the member: what the caller knew of it does not hold after.
 * edge: a -> b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

struct object {
	bool ready;
};

static void make_ready(struct object *o)
{
	o->ready = some_condition();
}

static void use(struct object *o)
{
	if (o->ready) {
		mutex_lock(&b);
		mutex_unlock(&b);
	}
}

void user(struct object *o)
{
	mutex_lock(&a);
	if (!o->ready) {
		make_ready(o);
		use(o);
	}
	mutex_unlock(&a);
}
