/*
 * What a thread leaves locked nobody else takes: no deadlock, and forgotten.
 * report: imbalance a
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void *one(void *arg)
{
	pthread_mutex_lock(&a);
	return NULL;
}

void *two(void *arg)
{
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
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
