#include "hotplug.h"

#include <pthread.h>

static pthread_rwlock_t hotplug_lock = PTHREAD_RWLOCK_INITIALIZER;
static struct hotplug_step steps[HOTPLUG_N_STATES];

void workers_read_lock(void)
{
	pthread_rwlock_rdlock(&hotplug_lock);
}

void workers_read_unlock(void)
{
	pthread_rwlock_unlock(&hotplug_lock);
}

void hotplug_register(enum hotplug_state state, const char *name, int (*startup)(unsigned), int (*teardown)(unsigned))
{
	struct hotplug_step *step = &steps[state];

	pthread_rwlock_wrlock(&hotplug_lock);
	step->name = name;
	step->startup = startup;
	step->teardown = teardown;
	pthread_rwlock_unlock(&hotplug_lock);
}

static int invoke_step(unsigned worker, const struct hotplug_step *step, int up)
{
	int (*call)(unsigned) = up ? step->startup : step->teardown;

	return call ? call(worker) : 0;
}

int worker_up(unsigned worker)
{
	int err = 0;

	pthread_rwlock_wrlock(&hotplug_lock);
	for (int state = 0; state < HOTPLUG_N_STATES && !err; state++)
		err = invoke_step(worker, &steps[state], 1);
	pthread_rwlock_unlock(&hotplug_lock);
	return err;
}

int worker_down(unsigned worker)
{
	int err = 0;

	pthread_rwlock_wrlock(&hotplug_lock);
	for (int state = HOTPLUG_N_STATES - 1; state >= 0 && !err; state--)
		err = invoke_step(worker, &steps[state], 0);
	pthread_rwlock_unlock(&hotplug_lock);
	return err;
}
