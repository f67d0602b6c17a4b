/*
 * A reader waits behind a writer that waits: readers in both orders deadlock.
 * edge: p -> q
 * edge: q -> p
 * report: cycle p q
 */
#include "kernel.h"

static DECLARE_RWSEM(p);
static DECLARE_RWSEM(q);

void one(void)
{
	down_read(&p);
	down_read(&q);
	up_read(&q);
	up_read(&p);
}

void other(void)
{
	down_read(&q);
	down_read(&p);
	up_read(&p);
	up_read(&q);
}
