/*
 * Who removes a file waits for those that are in its operations; nobody is in a link's.
 * edge: kn->active -> a
 * edge: a -> kn->active
 * edge: b -> &kernfs_root->kernfs_rwsem
 * report: cycle a kn->active
 */
#include "kernel.h"

struct kernfs_node {
	struct lockdep_map dep_map;
};

struct kernfs_root {
	struct rw_semaphore kernfs_rwsem;
};

struct device {
	struct kernfs_node *kn;
};

struct device_attribute {
	int (*show)(struct device *dev);
};

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

void device_remove_file(struct device *dev, const char *name);
void sysfs_remove_link(struct device *dev, const char *name);

static int show(struct device *dev)
{
	mutex_lock(&a);
	mutex_unlock(&a);
	return 0;
}

struct device_attribute attribute = { .show = show };

int read_it(struct device_attribute *attr, struct device *dev)
{
	return attr->show(dev);
}

void remove_file(struct device *dev)
{
	mutex_lock(&a);
	device_remove_file(dev, "name");
	mutex_unlock(&a);
}

void remove_link(struct device *dev)
{
	mutex_lock(&b);
	sysfs_remove_link(dev, "name");
	mutex_unlock(&b);
}
