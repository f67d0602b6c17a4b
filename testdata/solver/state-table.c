/*
 * A table of callbacks indexed by a state.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

struct step {
	const char *name;
	union {
		int (*single)(unsigned int cpu);
		int (*multi)(unsigned int cpu, void *node);
	} startup, teardown;
};

static int take_b(unsigned int cpu)
{
	mutex_lock(&b);
	mutex_unlock(&b);
	return 0;
}

enum { OFFLINE, PREPARE, ONLINE, N_STATES };

static struct step steps[N_STATES] = {
	[OFFLINE] = { .name = "offline" },
	[PREPARE] = { .name = "prepare", .startup.single = take_b, .teardown.single = NULL },
};

static struct step *get_step(int state)
{
	return steps + state;
}

static int invoke(unsigned int cpu, int state, bool bringup)
{
	struct step *step = get_step(state);
	int (*cb)(unsigned int cpu);

	cb = bringup ? step->startup.single : step->teardown.single;
	return cb(cpu);
}

void bring_up(unsigned int cpu)
{
	mutex_lock(&a);
	for (int state = OFFLINE; state < N_STATES; state++)
		invoke(cpu, state, true);
	mutex_unlock(&a);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
