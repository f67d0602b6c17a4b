/*
 * Locks in an array on the heap, in one order.
 * edge: main:32 -> main:32[1]
 * verdict: clean
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
	pthread_mutex_lock(&m[0]);
	pthread_mutex_lock(&m[1]);
	pthread_mutex_unlock(&m[1]);
	pthread_mutex_unlock(&m[0]);
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
