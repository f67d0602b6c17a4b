/* Caches of small objects. */
#pragma once

#include <pthread.h>

struct cache {
	const char *name;
	pthread_mutex_t lock;	/* guards objects */
	unsigned long objects;
	struct cache *next;
};

void cache_init(void);
void cache_add(struct cache *c, const char *name);
unsigned long cache_count(void);

/* Gives back what the workers keep for themselves. */
void cache_flush_all(struct cache *c);
