/*
 * POSIX threads: a condition variable gives its mutex up while waiting.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include <pthread.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER, c = PTHREAD_MUTEX_INITIALIZER;

void one(void)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
}

void other(void)
{
	pthread_mutex_lock(&b);
	if (pthread_mutex_trylock(&c) == 0)
		pthread_mutex_unlock(&c);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
}
