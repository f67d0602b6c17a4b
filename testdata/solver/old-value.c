/*
 * A member that may have been stored to since it was read is not what was read.
 * edge: a -> b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);

struct slab {
	int inuse;
	int frozen;
};

void put_back(struct slab *slab, bool full)
{
	int was_frozen = slab->frozen;

	mutex_lock(&a);
	if (!was_frozen) {
		if (full)
			slab->frozen = 1;
	}
	if (was_frozen) {
		some_condition();
	} else if (slab->frozen) {
		mutex_lock(&b);
		mutex_unlock(&b);
	}
	mutex_unlock(&a);
}

void unchanged(struct slab *slab, bool full)
{
	int was_frozen = slab->frozen;

	mutex_lock(&a);
	if (!was_frozen) {
		if (full)
			slab->inuse = 1;
	}
	if (was_frozen) {
		some_condition();
	} else if (slab->frozen) {
		mutex_lock(&c);
		mutex_unlock(&c);
	}
	mutex_unlock(&a);
}
