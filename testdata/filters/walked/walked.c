/* All functions of a table that is walked are called: there are three, but nothing is chosen and nothing less sure. */
#include "kernel.h"

static DEFINE_MUTEX(table);
static DEFINE_MUTEX(port);

struct syscore_ops {
	int (*suspend)(void);
};

static int suspend_quick(void)
{
	return 0;
}

static int suspend_none(void)
{
	return 1;
}

static int suspend_port(void)
{
	mutex_lock(&port);
	mutex_unlock(&port);
	return 0;
}

const struct syscore_ops cores[] = { { suspend_quick }, { suspend_none }, { suspend_port } };

static int suspend_one(const struct syscore_ops *ops)
{
	return ops->suspend();
}

void suspend_all(void)
{
	mutex_lock(&table);
	for (int i = 0; i < 3; i++)
		if (suspend_one(&cores[i]))
			break;
	mutex_unlock(&table);
}

void open_port(void)
{
	mutex_lock(&port);
	mutex_lock(&table);
	mutex_unlock(&table);
	mutex_unlock(&port);
}
