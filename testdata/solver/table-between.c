/*
 * What one function of a table leaves locked for another to unlock is held by those called in between, of that table.
 * edge: a -> b
 * edge: &record->lock -> c
 * edge: c -> b
 */
#include "kernel.h"

struct seq_file {
	void *private;
};

struct seq_operations {
	void *(*start)(struct seq_file *m);
	void (*stop)(struct seq_file *m, void *v);
	void *(*next)(struct seq_file *m, void *v);
	int (*show)(struct seq_file *m, void *v);
};

struct record {
	struct mutex lock;
};

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);

void *lookup(struct seq_file *m);

static void *locked_start(struct seq_file *m)
{
	mutex_lock(&a);
	return lookup(m);
}

static void locked_stop(struct seq_file *m, void *v)
{
	mutex_unlock(&a);
}

static int locked_show(struct seq_file *m, void *v)
{
	mutex_lock(&b);
	mutex_unlock(&b);
	return 0;
}

const struct seq_operations locked = { .start = locked_start, .stop = locked_stop, .show = locked_show };

static void *of_record_start(struct seq_file *m)
{
	struct record *r = m->private;

	mutex_lock(&r->lock);
	return lookup(m);
}

static void of_record_stop(struct seq_file *m, void *v)
{
	struct record *r = m->private;

	mutex_unlock(&r->lock);
}

static void *of_record_next(struct seq_file *m, void *v)
{
	mutex_lock(&c);
	mutex_unlock(&c);
	return lookup(m);
}

const struct seq_operations of_record = { .start = of_record_start, .stop = of_record_stop, .next = of_record_next };

static void *open_start(struct seq_file *m)
{
	return lookup(m);
}

static int open_show(struct seq_file *m, void *v)
{
	mutex_lock(&c);
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&c);
	return 0;
}

const struct seq_operations open_table = { .start = open_start, .show = open_show };

void setup(struct record *record)
{
	mutex_init(&record->lock);
}
