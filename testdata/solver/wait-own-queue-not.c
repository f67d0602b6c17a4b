/*
 * A work item flushes another queue than the one that it is on.
 * edge: (work_completion)(&d->work) -> (wq_completion)other
 * edge: (wq_completion)driver -> (work_completion)(&d->work)
 */
#include "kernel.h"

struct workqueue_struct *alloc_workqueue(const char *format, unsigned int flags, int max_active, ...);
bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work);
void flush_workqueue(struct workqueue_struct *wq);

struct driver {
	struct workqueue_struct *wq, *other;
	struct work_struct work;
};

static void do_work(struct work_struct *work)
{
	struct driver *d = container_of(work, struct driver, work);

	flush_workqueue(d->other);
}

void setup(struct driver *d)
{
	d->wq = alloc_workqueue("driver", 0, 1);
	d->other = alloc_workqueue("other", 0, 1);
	INIT_WORK(&d->work, do_work);
}

void start(struct driver *d)
{
	queue_work_on(0, d->wq, &d->work);
}
