/*
 * Each lock is an object on the heap, one order.
 * edge: main:32 -> main:33
 * verdict: clean
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
	pthread_mutex_lock(a);
	pthread_mutex_lock(b);
	pthread_mutex_unlock(b);
	pthread_mutex_unlock(a);
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
