/*
 * The thread does not need the lock that main holds.
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

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
	pthread_mutex_lock(&b);
	pthread_join(t, NULL);
	pthread_mutex_unlock(&b);
	return 0;
}
