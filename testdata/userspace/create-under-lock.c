/*
 * The thread is started under the lock; it waits until it is free.
 * verdict: clean
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
	pthread_mutex_lock(&a);
	pthread_create(&t, NULL, one, NULL);
	pthread_mutex_unlock(&a);
	pthread_join(t, NULL);
	return 0;
}
