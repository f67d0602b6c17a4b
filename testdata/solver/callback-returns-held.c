/*
 * What is registered on a chain takes a lock for one action and leaves it to another action to release: in between
 * the chain's own lock is taken again.
 * edge: (changes).rwsem -> scan
 * edge: scan -> (changes).rwsem
 * edge: (changes).rwsem -> table
 * report: cycle (changes).rwsem scan
 */
#include "kernel.h"

enum { BEGIN = 1, DONE, ABORTED, OTHER };

static DEFINE_MUTEX(scan);
static DEFINE_MUTEX(table);
static BLOCKING_NOTIFIER_HEAD(changes);

static int on_change(struct notifier_block *nb, unsigned long action, void *data)
{
	switch (action) {
	case BEGIN:
		mutex_lock(&scan);
		break;
	case DONE:
		mutex_lock(&table);
		mutex_unlock(&table);
		__attribute__((fallthrough));
	case ABORTED:
		mutex_unlock(&scan);
		break;
	}
	return 1;
}

static struct notifier_block block = { .notifier_call = on_change };

void setup(void)
{
	blocking_notifier_chain_register(&changes, &block);
}

static int tell(unsigned long action)
{
	return blocking_notifier_call_chain(&changes, action, NULL);
}

int change(int how)
{
	int err = tell(BEGIN);

	if (how) {
		tell(ABORTED);
		return err;
	}
	tell(DONE);
	return 0;
}
