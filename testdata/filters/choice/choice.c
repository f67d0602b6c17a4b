/* One of three functions is called, two calls down: the report says so, and is less sure for it. */
#include "kernel.h"

static DEFINE_MUTEX(table);
static DEFINE_MUTEX(port);

struct driver {
	int (*stop)(void);
};

static int stop_quick(void)
{
	return 0;
}

static int stop_none(void)
{
	return 1;
}

static int stop_port(void)
{
	mutex_lock(&port);
	mutex_unlock(&port);
	return 0;
}

const struct driver drivers[] = { { stop_quick }, { stop_none }, { stop_port } };

static void stop_one(const struct driver *d)
{
	d->stop();
}

void stop_all(const struct driver *d)
{
	mutex_lock(&table);
	stop_one(d);
	mutex_unlock(&table);
}

void open_port(void)
{
	mutex_lock(&port);
	mutex_lock(&table);
	mutex_unlock(&table);
	mutex_unlock(&port);
}
