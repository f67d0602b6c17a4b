/*
 * A thread takes one lock and releases another.
 *
 * verdict: deadlock
 * report: imbalance a
 * report: imbalance b
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void *f(void *x)
{
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&b);
	return 0;
}

int main(void)
{
	pthread_t t;
	pthread_create(&t, NULL, f, 0);
	pthread_join(t, NULL);
	return 0;
}