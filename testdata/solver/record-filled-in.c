/*
 * A number in a record that a callee is given: what was stored before does not decide after.
 * edge: a -> b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

struct map {
	unsigned flags;
	int len;
};

int find(struct map *m);

int user(void)
{
	struct map m = { .len = 1 };

	m.flags = 0;
	mutex_lock(&a);
	find(&m);
	if (m.flags & 2) {
		mutex_lock(&b);
		mutex_unlock(&b);
	}
	mutex_unlock(&a);
	return 0;
}
