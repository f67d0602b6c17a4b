/*
 * What has just been added and goes again because something failed is open to nobody: no order from a to its files.
 * edge: kn->active -> a
 * edge: kn->active -> b
 * edge: b -> kn->active
 * report: cycle b kn->active
 */
#include "kernel.h"

struct kernfs_node {
	struct lockdep_map dep_map;
};

struct device {
	struct kernfs_node *kn;
	struct device *parent;
};

struct device_attribute {
	int (*show)(struct device *dev);
};

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

int device_create_file(struct device *dev, const char *name)
{
	return dev && name;
}

void sysfs_remove_file_ns(struct device *dev, const char *name);

void device_remove_file(struct device *dev, const char *name)
{
	sysfs_remove_file_ns(dev, name);
}

static int show(struct device *dev)
{
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_lock(&b);
	mutex_unlock(&b);
	(void)dev;
	return 0;
}

struct device_attribute attribute = { .show = show };

int add_files(struct device *dev)
{
	int err;

	mutex_lock(&a);
	err = device_create_file(dev, "one");
	if (!err) {
		err = device_create_file(dev, "two");
		if (err)
			device_remove_file(dev, "one");
	}
	mutex_unlock(&a);
	return err;
}

/* Of another device than the one that got a file. */
int replace_file(struct device *dev)
{
	int err;

	mutex_lock(&b);
	err = device_create_file(dev, "one");
	if (!err)
		device_remove_file(dev->parent, "one");
	mutex_unlock(&b);
	return err;
}
