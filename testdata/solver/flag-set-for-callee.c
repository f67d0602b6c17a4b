/*
 * edge: a -> c
 *
 * A callee looks at a flag that its caller has just set, or cleared, among others.
 */
#include "kernel.h"

#define ABORTED 2
#define NEW 4

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);

struct journal {
	unsigned int flags;
};

static void write_block(struct journal *j)
{
	if (!(j->flags & ABORTED)) {
		mutex_lock(&b);
		mutex_unlock(&b);
	}
	if (!(j->flags & NEW)) {
		mutex_lock(&c);
		mutex_unlock(&c);
	}
}

void stop(struct journal *j)
{
	mutex_lock(&a);
	j->flags |= ABORTED;
	j->flags &= ~NEW;
	write_block(j);
	mutex_unlock(&a);
}
