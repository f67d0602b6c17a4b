/*
 * A thread started by one that is joined runs beside it.
 *
 * verdict: deadlock
 * edge: m1 -> m2
 * edge: m2 -> m1
 * report: cycle m1 m2
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t m1 = PTHREAD_MUTEX_INITIALIZER, m2 = PTHREAD_MUTEX_INITIALIZER;
pthread_t t1, t2;

void *f2(void *a)
{
	pthread_mutex_lock(&m2);
	pthread_mutex_lock(&m1);
	pthread_mutex_unlock(&m1);
	pthread_mutex_unlock(&m2);
	return NULL;
}

void *f1(void *a)
{
	pthread_create(&t2, NULL, f2, 0);
	pthread_mutex_lock(&m1);
	pthread_mutex_lock(&m2);
	pthread_mutex_unlock(&m2);
	pthread_mutex_unlock(&m1);
	pthread_join(t2, NULL);
	return NULL;
}

int main(void)
{
	pthread_create(&t1, NULL, f1, 0);
	pthread_join(t1, NULL);
	return 0;
}