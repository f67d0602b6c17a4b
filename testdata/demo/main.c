#include <pthread.h>
#include <stdio.h>

#include "cache.h"
#include "hotplug.h"
#include "pages.h"
#include "region.h"

static struct cache names, sessions;
static struct region spare = { .id = 1, .pages = 4096 };

static void *flusher(void *arg)
{
	cache_flush_all(arg);
	return 0;
}

static void *offliner(void *arg)
{
	region_offline(arg);
	return 0;
}

static void *starter(void *arg)
{
	worker_up(*(unsigned *)arg);
	return 0;
}

int main(void)
{
	pthread_t flush, offline, start;
	unsigned second = 2;

	pages_init();
	cache_init();
	cache_add(&names, "names");
	cache_add(&sessions, "sessions");
	worker_up(1);
	pthread_create(&flush, 0, flusher, &names);
	pthread_create(&offline, 0, offliner, &spare);
	pthread_create(&start, 0, starter, &second);
	worker_down(1);
	pthread_join(start, 0);
	pthread_join(flush, 0);
	pthread_join(offline, 0);
	printf("%lu objects\n", cache_count());
	return 0;
}
