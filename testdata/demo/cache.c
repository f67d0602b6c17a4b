#include "cache.h"

#include "hotplug.h"
#include "region.h"

static pthread_mutex_t cache_mutex = PTHREAD_MUTEX_INITIALIZER;	/* the list of caches */
static pthread_mutex_t flush_lock = PTHREAD_MUTEX_INITIALIZER;	/* one flush at a time */
static struct cache *caches;

void cache_add(struct cache *c, const char *name)
{
	c->name = name;
	c->objects = 0;
	pthread_mutex_init(&c->lock, 0);
	pthread_mutex_lock(&cache_mutex);
	c->next = caches;
	caches = c;
	pthread_mutex_unlock(&cache_mutex);
}

unsigned long cache_count(void)
{
	unsigned long n = 0;

	pthread_mutex_lock(&cache_mutex);
	for (struct cache *c = caches; c; c = c->next) {
		pthread_mutex_lock(&c->lock);
		n += c->objects;
		pthread_mutex_unlock(&c->lock);
	}
	pthread_mutex_unlock(&cache_mutex);
	return n;
}

/* The mistake: docs/tutorial.md tells how it is found and mended. */
void cache_flush_all(struct cache *c)
{
	pthread_mutex_lock(&flush_lock);
	workers_read_lock();
	pthread_mutex_lock(&c->lock);
	c->objects = 0;
	pthread_mutex_unlock(&c->lock);
	workers_read_unlock();
	pthread_mutex_unlock(&flush_lock);
}

static int cache_region_event(struct notifier *self, unsigned long event, void *data)
{
	(void)self;
	(void)data;
	if (event != REGION_GOING_OFFLINE)
		return 0;
	pthread_mutex_lock(&cache_mutex);
	for (struct cache *c = caches; c; c = c->next)
		cache_flush_all(c);
	pthread_mutex_unlock(&cache_mutex);
	return 0;
}

static struct notifier cache_notifier = {
	.call = cache_region_event,
};

void cache_init(void)
{
	region_register_notifier(&cache_notifier);
}
