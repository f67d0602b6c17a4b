/*
 * The thread returns with the lock held; main takes it after the join.
 *
 * verdict: deadlock
 * edge: m -> m
 * report: imbalance m
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

void *f(void *x)
{
	pthread_mutex_lock(&m);
	return 0;
}

int main(void)
{
	pthread_t a;
	pthread_create(&a, NULL, f, 0);
	pthread_join(a, NULL);
	pthread_mutex_lock(&m);
	pthread_mutex_unlock(&m);
	return 0;
}