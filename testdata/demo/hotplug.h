/* Workers come and go; subsystems are told through a table of steps. */
#pragma once

enum hotplug_state { HOTPLUG_PAGES, HOTPLUG_CACHE, HOTPLUG_N_STATES };

struct hotplug_step {
	const char *name;
	int (*startup)(unsigned worker);
	int (*teardown)(unsigned worker);
};

void hotplug_register(enum hotplug_state state, const char *name, int (*startup)(unsigned), int (*teardown)(unsigned));

/* While held, no worker comes or goes. */
void workers_read_lock(void);
void workers_read_unlock(void);

int worker_up(unsigned worker);
int worker_down(unsigned worker);
