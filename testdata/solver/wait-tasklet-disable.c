/*
 * Disabling a tasklet waits until it has run: under a lock that it takes.
 * edge: &driver->lock -> &driver->tasklet
 * edge: &driver->tasklet -> &driver->lock
 * report: wait &driver->lock &driver->tasklet
 */
#include "irq.h"

struct tasklet_struct {
	void (*callback)(struct tasklet_struct *t);
};
void tasklet_setup(struct tasklet_struct *t, void (*callback)(struct tasklet_struct *));
void tasklet_disable(struct tasklet_struct *t);

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

void pause(struct driver *d)
{
	spin_lock_bh(&d->lock);
	tasklet_disable(&d->tasklet);
	spin_unlock_bh(&d->lock);
}
