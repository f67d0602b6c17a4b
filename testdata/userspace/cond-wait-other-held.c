/*
 * The other lock stays held while it waits, and the one who signals needs it.
 * edge: m -> other
 * edge: other -> m
 * edge: c -> other
 * edge: other -> c
 * report: cycle m other
 * report: wait c other
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER, other = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t c = PTHREAD_COND_INITIALIZER;
int ready;

void *one(void *arg)
{
	pthread_mutex_lock(&m);
	pthread_mutex_lock(&other);
	while (!ready)
		pthread_cond_wait(&c, &m);
	pthread_mutex_unlock(&other);
	pthread_mutex_unlock(&m);
	return NULL;
}

void *two(void *arg)
{
	pthread_mutex_lock(&m);
	pthread_mutex_lock(&other);
	ready = 1;
	pthread_cond_signal(&c);
	pthread_mutex_unlock(&other);
	pthread_mutex_unlock(&m);
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
