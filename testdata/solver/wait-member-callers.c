/*
 * rtnl_lock() is not scanned, nor who calls ndo_stop: the model knows both.
 * edge: rtnl_mutex -> (work_completion)(&d->reset)
 * edge: (work_completion)(&d->reset) -> rtnl_mutex
 * edge: (work_completion)(&d->other) -> rtnl_mutex
 * report: wait (work_completion)(&d->reset) rtnl_mutex
 */
#include "kernel.h"

struct net_device {
	void *priv;
};

struct net_device_ops {
	int (*ndo_stop)(struct net_device *dev);
	int (*ndo_get_iflink)(struct net_device *dev);
};

struct driver {
	struct work_struct reset, other;
};

void rtnl_lock(void);
void rtnl_unlock(void);

static void reset(struct work_struct *work)
{
	rtnl_lock();
	rtnl_unlock();
}

static int stop(struct net_device *dev)
{
	struct driver *d = dev->priv;

	flush_work(&d->reset);
	return 0;
}

static int get_iflink(struct net_device *dev)
{
	struct driver *d = dev->priv;

	flush_work(&d->other);
	return 0;
}

const struct net_device_ops ops = { .ndo_stop = stop, .ndo_get_iflink = get_iflink };

void probe(struct net_device *dev, struct driver *d)
{
	dev->priv = d;
	INIT_WORK(&d->reset, reset);
	INIT_WORK(&d->other, reset);
}
