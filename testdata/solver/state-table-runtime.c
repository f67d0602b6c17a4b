/*
 * The table is filled at run time, by number, and the callback chosen by ?:.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

struct step {
	union {
		int (*single)(unsigned int cpu);
		int (*multi)(unsigned int cpu, void *node);
	} startup, teardown;
};

static struct step steps[8];

static int take_b(unsigned int cpu)
{
	mutex_lock(&b);
	mutex_unlock(&b);
	return 0;
}

static int store(int state, int (*startup)(unsigned int cpu), int (*teardown)(unsigned int cpu))
{
	struct step *sp = steps + state;

	sp->startup.single = startup;
	sp->teardown.single = teardown;
	return 0;
}

int setup(void)
{
	return store(3, NULL, take_b);
}

static int invoke(unsigned int cpu, int state, bool bringup)
{
	struct step *step = steps + state;
	int (*cb)(unsigned int cpu) = bringup ? step->startup.single : step->teardown.single;

	return cb(cpu);
}

void bring_down(unsigned int cpu)
{
	mutex_lock(&a);
	invoke(cpu, 3, false);
	mutex_unlock(&a);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
