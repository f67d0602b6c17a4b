/*
 * Main waits for a thread that needs the lock main holds.
 * edge: a -> thread:one
 * edge: thread:one -> a
 * report: wait a thread:one
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;

void *one(void *arg)
{
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	return NULL;
}

int main(void)
{
	pthread_t t;
	pthread_create(&t, NULL, one, NULL);
	pthread_mutex_lock(&a);
	pthread_join(t, NULL);
	pthread_mutex_unlock(&a);
	return 0;
}
