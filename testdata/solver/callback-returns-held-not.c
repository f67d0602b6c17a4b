/*
 * The same, but each action releases what it has taken; and an operation that releases the caller's lock for a while.
 * edge: (changes).rwsem -> scan
 */
#include "kernel.h"

enum { BEGIN = 1, DONE };

static DEFINE_MUTEX(scan);
static BLOCKING_NOTIFIER_HEAD(changes);

static int on_change(struct notifier_block *nb, unsigned long action, void *data)
{
	switch (action) {
	case BEGIN:
	case DONE:
		mutex_lock(&scan);
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

int change(void)
{
	blocking_notifier_call_chain(&changes, BEGIN, NULL);
	return blocking_notifier_call_chain(&changes, DONE, NULL);
}

struct worker {
	int (*step)(void);
};

static DEFINE_MUTEX(next);

static int step(void)
{
	mutex_unlock(&scan);
	mutex_lock(&scan);
	return 0;
}

static struct worker worker = { .step = step };

int work(struct worker *w)
{
	int more = w->step();

	mutex_lock(&next);
	mutex_unlock(&next);
	return more;
}

int start(void)
{
	return work(&worker);
}
