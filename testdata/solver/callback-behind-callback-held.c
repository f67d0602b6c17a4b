/*
 * An operation takes its lock by another table's operation, and leaves it held: what the first one does is known only once
 * the second one is.
 * edge: bus -> log
 */
#include "kernel.h"

struct lock_ops {
	void (*take)(void);
	void (*drop)(void);
};

struct transfer_ops {
	void (*begin)(const struct lock_ops *);
	void (*end)(const struct lock_ops *);
};

static DEFINE_MUTEX(bus);
static DEFINE_MUTEX(log);

static void take_bus(void)
{
	mutex_lock(&bus);
}

static void drop_bus(void)
{
	mutex_unlock(&bus);
}

static const struct lock_ops bus_lock = { .take = take_bus, .drop = drop_bus };
const struct lock_ops *first = &bus_lock;

static void begin(const struct lock_ops *ops)
{
	ops->take();
}

static void end(const struct lock_ops *ops)
{
	ops->drop();
}

const struct transfer_ops transfers = { .begin = begin, .end = end };

void send(const struct transfer_ops *t)
{
	t->begin(first);
	mutex_lock(&log);
	mutex_unlock(&log);
	t->end(first);
}
