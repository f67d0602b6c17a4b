/*
 * A reader under a mutex, the mutex under a writer.
 * edge: m -> r
 * edge: r -> m
 * report: cycle m r
 * verdict: deadlock
 */
#include <pthread.h>

pthread_rwlock_t r = PTHREAD_RWLOCK_INITIALIZER;
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

void *one(void *arg)
{
	pthread_mutex_lock(&m);
	pthread_rwlock_rdlock(&r);
	pthread_rwlock_unlock(&r);
	pthread_mutex_unlock(&m);
	return NULL;
}

void *two(void *arg)
{
	pthread_rwlock_wrlock(&r);
	pthread_mutex_lock(&m);
	pthread_mutex_unlock(&m);
	pthread_rwlock_unlock(&r);
	return NULL;
}

int main(void)
{
	pthread_t t1, t2;

	pthread_create(&t1, NULL, one, NULL);
	pthread_create(&t2, NULL, two, NULL);
	pthread_join(t1, NULL);
	pthread_join(t2, NULL);
	return 0;
}
