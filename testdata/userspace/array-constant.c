/*
 * Elements of an array by number, in opposite orders.
 * edge: m[0] -> m[1]
 * edge: m[1] -> m[0]
 * report: cycle m[0] m[1]
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t m[2] = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER };

void *one(void *arg)
{
	pthread_mutex_lock(&m[0]);
	pthread_mutex_lock(&m[1]);
	pthread_mutex_unlock(&m[1]);
	pthread_mutex_unlock(&m[0]);
	return NULL;
}

void *two(void *arg)
{
	pthread_mutex_lock(&m[1]);
	pthread_mutex_lock(&m[0]);
	pthread_mutex_unlock(&m[0]);
	pthread_mutex_unlock(&m[1]);
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
