/*
 * Nobody waits for the operations of an attribute that is initialised to be ignored, it removes itself.
 * edge: kn->active -> b
 * edge: a -> kn->active
 * edge: b -> kn->active
 * report: cycle b kn->active
 */
#include "kernel.h"

struct kernfs_node {
	struct lockdep_map dep_map;
};

struct device {
	struct kernfs_node *kn;
};

struct attribute {
	const char *name;
	_Bool ignore_lockdep:1;
};

struct device_attribute {
	struct attribute attr;
	int (*show)(struct device *dev);
	int (*store)(struct device *dev);
};

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

void device_remove_file(struct device *dev, const char *name);

static int remove_store(struct device *dev)
{
	mutex_lock(&a);
	device_remove_file(dev, "remove");
	mutex_unlock(&a);
	return 0;
}

static int plain_show(struct device *dev)
{
	mutex_lock(&b);
	mutex_unlock(&b);
	return 0;
}

struct device_attribute attribute_remove = {
	.attr = { .name = "remove", .ignore_lockdep = 1 },
	.store = remove_store,
};

struct device_attribute attribute_plain = {
	.attr = { .name = "plain" },
	.show = plain_show,
};

void gone(struct device *dev)
{
	mutex_lock(&b);
	device_remove_file(dev, "plain");
	mutex_unlock(&b);
}
