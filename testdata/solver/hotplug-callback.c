/*
 * Callbacks of cpu hotplug run under its lock, which a static key's change takes.
 * edge: a -> cpu_hotplug_lock
 * edge: cpu_hotplug_lock -> a
 * report: cycle a cpu_hotplug_lock
 */
#include "kernel.h"

int __cpuhp_setup_state(int state, const char *name, bool invoke, int (*startup)(unsigned int cpu), int (*teardown)(unsigned int cpu),
			bool multi);
struct static_key;
void static_key_enable(struct static_key *key);

static DEFINE_MUTEX(a);

static int online(unsigned int cpu)
{
	mutex_lock(&a);
	mutex_unlock(&a);
	return 0;
}

int setup(void)
{
	return __cpuhp_setup_state(1, "here", 1, online, NULL, 0);
}

void enable(struct static_key *key)
{
	mutex_lock(&a);
	static_key_enable(key);
	mutex_unlock(&a);
}
