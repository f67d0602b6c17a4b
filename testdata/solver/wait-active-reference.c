/*
 * A cgroup file's functions run with a reference of the file, unless they give it up.
 * edge: kn->active -> (work_completion)(&d->first)
 */
#include "kernel.h"

struct kernfs_node {
	struct lockdep_map dep_map;
};

struct cftype {
	int (*write)(struct kernfs_node *kn);
};

struct driver {
	struct work_struct first, second;
} *driver;

void kernfs_break_active_protection(struct kernfs_node *kn);

static void do_work(struct work_struct *work)
{
}

static int write_kept(struct kernfs_node *kn)
{
	flush_work(&driver->first);
	return 0;
}

static int write_given_up(struct kernfs_node *kn)
{
	kernfs_break_active_protection(kn);
	flush_work(&driver->second);
	return 0;
}

static struct cftype files[] = { { .write = write_kept }, { .write = write_given_up } };

void setup(struct driver *d)
{
	INIT_WORK(&d->first, do_work);
	INIT_WORK(&d->second, do_work);
	driver = d;
}

int write(struct kernfs_node *kn, int i)
{
	return files[i].write(kn);
}
