/*
 * A mutex is destroyed and made again between two threads.
 * edge: a -> b
 * edge: b -> a
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void *one(void *arg)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return NULL;
}

void *two(void *arg)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return NULL;
}

int main(void)
{
	pthread_t t;
	pthread_create(&t, NULL, one, NULL);
	pthread_join(t, NULL);
	pthread_mutex_destroy(&a);
	pthread_mutex_init(&a, NULL);
	pthread_create(&t, NULL, two, NULL);
	pthread_join(t, NULL);
	return 0;
}
