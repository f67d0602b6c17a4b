/*
 * Two tables in a row: driver->ops->start.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

struct ops {
	int (*start)(int id);
};

struct driver {
	const struct ops *ops;
};

static int take_b(int id)
{
	mutex_lock(&b);
	mutex_unlock(&b);
	return id;
}

static const struct ops my_ops = { .start = take_b };
struct driver my_driver = { .ops = &my_ops };

void start(struct driver *driver)
{
	mutex_lock(&a);
	driver->ops->start(1);
	mutex_unlock(&a);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
