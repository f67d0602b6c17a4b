/*
 * What main took, a thread releases.
 *
 * verdict: deadlock
 * report: imbalance m
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

void *f(void *x)
{
	pthread_mutex_unlock(&m);
	return 0;
}

int main(void)
{
	pthread_t t;
	pthread_mutex_lock(&m);
	pthread_create(&t, NULL, f, 0);
	pthread_join(t, NULL);
	return 0;
}