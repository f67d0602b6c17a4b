/*
 * A table of operations in a static initialiser.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

struct ops {
	void (*open)(void);
	void (*close)(void);
};

static void take_b(void)
{
	mutex_lock(&b);
	mutex_unlock(&b);
}

static void nothing(void)
{
}

const struct ops file_ops = { .close = nothing, .open = take_b };

void call_open(const struct ops *ops)
{
	mutex_lock(&a);
	ops->open();
	mutex_unlock(&a);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
