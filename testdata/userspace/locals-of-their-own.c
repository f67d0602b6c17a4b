/*
 * Each thread locks its own local in both orders.
 * edge: a -> one:own
 * edge: one:own -> a
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;

void *one(void *arg)
{
	pthread_mutex_t own;
	pthread_mutex_init(&own, NULL);
	pthread_mutex_lock(&own);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&own);
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&own);
	pthread_mutex_unlock(&own);
	pthread_mutex_unlock(&a);
	return NULL;
}

int main(void)
{
	pthread_t t1, t2;

	pthread_create(&t1, NULL, one, NULL);
	pthread_create(&t2, NULL, one, NULL);
	pthread_join(t1, NULL);
	pthread_join(t2, NULL);
	return 0;
}
