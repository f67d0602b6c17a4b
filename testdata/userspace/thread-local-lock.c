/*
 * Each thread has its own.
 *
 * verdict: clean
 * edge: g -> own
 * edge: own -> g
 */
#include <pthread.h>
#include <stdio.h>

static __thread pthread_mutex_t own = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t g = PTHREAD_MUTEX_INITIALIZER;

void *f(void *p)
{
	if (p) {
		pthread_mutex_lock(&own);
		pthread_mutex_lock(&g);
		pthread_mutex_unlock(&g);
		pthread_mutex_unlock(&own);
	} else {
		pthread_mutex_lock(&g);
		pthread_mutex_lock(&own);
		pthread_mutex_unlock(&own);
		pthread_mutex_unlock(&g);
	}
	return 0;
}

int main(void)
{
	pthread_t s, t;
	pthread_create(&s, NULL, f, &g);
	pthread_create(&t, NULL, f, 0);
	pthread_join(s, NULL);
	pthread_join(t, NULL);
	return 0;
}