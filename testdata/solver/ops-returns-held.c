/*
 * Operations of a table that enter and leave with a lock: held in between, whatever the table is.
 * edge: list_lock -> item
 * edge: item -> list_lock
 * report: cycle item list_lock
 */
#include "kernel.h"

struct walk_ops {
	void (*start)(int first);
	void (*show)(int at);
	void (*stop)(void);
};

static DEFINE_MUTEX(list_lock);
static DEFINE_MUTEX(item);

static void list_start(int first)
{
	mutex_lock(&list_lock);
}

static void list_show(int at)
{
}

static void list_stop(void)
{
	mutex_unlock(&list_lock);
}

static const struct walk_ops list_ops = { .start = list_start, .show = list_show, .stop = list_stop };

void walk(const struct walk_ops *ops)
{
	ops->start(0);
	mutex_lock(&item);
	ops->show(1);
	mutex_unlock(&item);
	ops->stop();
}

void walk_list(void)
{
	walk(&list_ops);
}

void remove(void)
{
	mutex_lock(&item);
	mutex_lock(&list_lock);
	mutex_unlock(&list_lock);
	mutex_unlock(&item);
}

void afterwards(const struct walk_ops *ops)
{
	walk(ops);
	mutex_lock(&item);
	mutex_unlock(&item);
}
