/*
 * The lock is released before the thread is stopped.
 * edge: (kthread)driver -> &d->lock
 */
#include "kernel.h"

struct task_struct;
struct task_struct *kthread_create_on_node(int (*run)(void *data), void *data, int node, const char *format, ...);
int kthread_stop(struct task_struct *task);

struct driver {
	struct mutex lock;
	struct task_struct *task;
};

static int run(void *data)
{
	struct driver *d = data;

	while (some_condition()) {
		mutex_lock(&d->lock);
		mutex_unlock(&d->lock);
	}
	return 0;
}

void setup(struct driver *d)
{
	mutex_init(&d->lock);
	d->task = kthread_create_on_node(run, d, -1, "driver");
}

void stop(struct driver *d)
{
	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
	kthread_stop(d->task);
}
