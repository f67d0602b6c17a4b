/*
 * The function of a work item runs under the class of the item, with nothing of who queued it.
 * edge: (work_completion)(&d->work) -> b
 * edge: a -> (work_completion)(&d->work)
 * edge: b -> a
 * report: wait (work_completion)(&d->work) a b
 */
#include "kernel.h"

struct driver {
	struct work_struct work;
};

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

static void do_work(struct work_struct *work)
{
	mutex_lock(&b);
	mutex_unlock(&b);
}

void setup(struct driver *d)
{
	INIT_WORK(&d->work, do_work);
}

void stop(struct driver *d)
{
	mutex_lock(&a);
	__flush_work(&d->work, false);
	mutex_unlock(&a);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
