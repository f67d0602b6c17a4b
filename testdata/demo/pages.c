#include "pages.h"

#include <pthread.h>

#include "hotplug.h"

#define MAX_WORKERS 64

static pthread_mutex_t batch_lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned batch_size[MAX_WORKERS];

static void set_batches(unsigned size)
{
	for (unsigned i = 0; i < MAX_WORKERS; i++)
		batch_size[i] = size;
}

void pages_drain_begin(void)
{
	pthread_mutex_lock(&batch_lock);
	set_batches(0);
}

void pages_drain_end(void)
{
	set_batches(32);
	pthread_mutex_unlock(&batch_lock);
}

static int pages_worker_started(unsigned worker)
{
	pthread_mutex_lock(&batch_lock);
	batch_size[worker % MAX_WORKERS] = 32;
	pthread_mutex_unlock(&batch_lock);
	return 0;
}

void pages_init(void)
{
	hotplug_register(HOTPLUG_PAGES, "pages", pages_worker_started, 0);
}
