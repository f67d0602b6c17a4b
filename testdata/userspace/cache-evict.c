/*
 * The entry and then the cache, the other way round elsewhere.
 *
 * verdict: deadlock
 * edge: &entry->lock -> cache
 * edge: cache -> &entry->lock
 * report: cycle &entry->lock cache
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct entry {
	int key;
	pthread_mutex_t lock;
	struct entry *next;
};
static struct entry *head;
static pthread_mutex_t cache = PTHREAD_MUTEX_INITIALIZER;

static struct entry *find(int k)
{
	struct entry *e;
	for (e = head; e; e = e->next)
		if (e->key == k)
			return e;
	return NULL;
}

void evict(void)
{
	struct entry *e;
	pthread_mutex_lock(&cache);
	e = head;
	if (e) {
		pthread_mutex_lock(&e->lock);
		head = e->next;
		pthread_mutex_unlock(&e->lock);
		free(e);
	}
	pthread_mutex_unlock(&cache);
}

void touch(int k)
{
	struct entry *e;
	pthread_mutex_lock(&cache);
	e = find(k);
	pthread_mutex_unlock(&cache);
	if (!e)
		return;
	pthread_mutex_lock(&e->lock);
	if (e->key < 0) {
		pthread_mutex_lock(&cache);
		head = e->next;
		pthread_mutex_unlock(&cache);
	}
	pthread_mutex_unlock(&e->lock);
}

void *a(void *x)
{
	evict();
	return 0;
}

void *b(void *x)
{
	touch(3);
	return 0;
}

int main(void)
{
	pthread_t s, t;
	int i;
	for (i = 0; i < 5; i++) {
		struct entry *e = malloc(sizeof *e);
		e->key = i;
		pthread_mutex_init(&e->lock, 0);
		e->next = head;
		head = e;
	}
	pthread_create(&s, NULL, a, 0);
	pthread_create(&t, NULL, b, 0);
	pthread_join(s, NULL);
	pthread_join(t, NULL);
	return 0;
}