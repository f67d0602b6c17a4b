/*
 * Locks in an array on the heap, in opposite orders.
 * edge: main:34 -> main:34[1]
 * edge: main:34[1] -> main:34
 * report: cycle main:34 main:34[1]
 * verdict: deadlock
 */
#include <pthread.h>
#include <stdlib.h>

pthread_mutex_t *m;

void *one(void *arg)
{
	pthread_mutex_lock(&m[0]);
	pthread_mutex_lock(&m[1]);
	pthread_mutex_unlock(&m[1]);
	pthread_mutex_unlock(&m[0]);
	return NULL;
}

void *two(void *arg)
{
	pthread_mutex_lock(&m[1]);
	pthread_mutex_lock(&m[0]);
	pthread_mutex_unlock(&m[0]);
	pthread_mutex_unlock(&m[1]);
	return NULL;
}

int main(void)
{
	pthread_t t, u;
	m = malloc(2 * sizeof(*m));
	for (int i = 0; i < 2; i++)
		pthread_mutex_init(&m[i], NULL);
	pthread_create(&t, NULL, one, NULL);
	pthread_create(&u, NULL, two, NULL);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}
