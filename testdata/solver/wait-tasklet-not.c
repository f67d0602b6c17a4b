/*
 * The lock is released before the tasklet is killed.
 * edge: &driver->tasklet -> &driver->lock
 */
#include "irq.h"

struct tasklet_struct {
	void (*callback)(struct tasklet_struct *t);
};
void tasklet_setup(struct tasklet_struct *t, void (*callback)(struct tasklet_struct *));
void tasklet_kill(struct tasklet_struct *t);

struct driver {
	spinlock_t lock;
	struct tasklet_struct tasklet;
};

static void serve(struct tasklet_struct *t)
{
	struct driver *d = container_of(t, struct driver, tasklet);

	spin_lock(&d->lock);
	spin_unlock(&d->lock);
}

void setup(struct driver *d)
{
	tasklet_setup(&d->tasklet, serve);
}

void stop(struct driver *d)
{
	spin_lock_irq(&d->lock);
	spin_unlock_irq(&d->lock);
	tasklet_kill(&d->tasklet);
}
