/*
 * The thread takes the lock in a function that it calls.
 * edge: a -> thread:one
 * edge: thread:one -> a
 * report: wait a thread:one
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static void work(void)
{
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
}

void *one(void *arg)
{
	work();
	return NULL;
}

static void stop(pthread_t t)
{
	pthread_join(t, NULL);
}

int main(void)
{
	pthread_t t;
	pthread_create(&t, NULL, one, NULL);
	pthread_mutex_lock(&a);
	stop(t);
	pthread_mutex_unlock(&a);
	return 0;
}
