/*
 * The locks are in the body of a do ... while (0).
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void *one(void *arg)
{
	do {
		pthread_mutex_lock(&a);
		pthread_mutex_lock(&b);
		pthread_mutex_unlock(&b);
		pthread_mutex_unlock(&a);
	} while (0);
	return NULL;
}

void *two(void *arg)
{
	do {
		pthread_mutex_lock(&b);
		do {
			pthread_mutex_lock(&a);
			pthread_mutex_unlock(&a);
		} while (0);
		pthread_mutex_unlock(&b);
	} while (0);
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
