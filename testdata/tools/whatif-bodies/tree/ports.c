#include "tree.h"

struct mutex ports;
struct percpu_rw_semaphore cpu_hotplug_lock;

void count_ports(void)
{
	cpus_read_lock();
	mutex_lock(&ports);
	mutex_unlock(&ports);
	cpus_read_unlock();
}

void close_ports(void)
{
	mutex_lock(&ports);
	percpu_down_write(&cpu_hotplug_lock);
	percpu_up_write(&cpu_hotplug_lock);
	mutex_unlock(&ports);
}
