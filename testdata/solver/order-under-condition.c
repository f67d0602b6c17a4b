/*
 * An order that only a caller without a context would make, and none is: not even where both locks are taken in one
 * function.  The other has one caller that makes it.
 * edge: b -> a
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

struct context {
	int n;
};

static void never(struct context *c)
{
	mutex_lock(&a);
	if (!c) {
		mutex_lock(&b);
		mutex_unlock(&b);
	}
	mutex_unlock(&a);
}

static void sometimes(struct context *c)
{
	mutex_lock(&b);
	if (!c) {
		mutex_lock(&a);
		mutex_unlock(&a);
	}
	mutex_unlock(&b);
}

void user(void)
{
	struct context c = { .n = 1 };

	never(&c);
	sometimes(&c);
}

void other(void)
{
	sometimes(NULL);
}
