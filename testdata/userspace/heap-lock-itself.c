/*
 * Each lock is an object on the heap.
 * edge: main:34 -> main:35
 * edge: main:35 -> main:34
 * report: cycle main:34 main:35
 * verdict: deadlock
 */
#include <pthread.h>
#include <stdlib.h>

pthread_mutex_t *a, *b;

void *one(void *arg)
{
	pthread_mutex_lock(a);
	pthread_mutex_lock(b);
	pthread_mutex_unlock(b);
	pthread_mutex_unlock(a);
	return NULL;
}

void *two(void *arg)
{
	pthread_mutex_lock(b);
	pthread_mutex_lock(a);
	pthread_mutex_unlock(a);
	pthread_mutex_unlock(b);
	return NULL;
}

int main(void)
{
	pthread_t t, u;
	a = malloc(sizeof(*a));
	b = malloc(sizeof(*b));
	pthread_mutex_init(a, NULL);
	pthread_mutex_init(b, NULL);
	pthread_create(&t, NULL, one, NULL);
	pthread_create(&u, NULL, two, NULL);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}
