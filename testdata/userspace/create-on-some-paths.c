/*
 * The thread is started on some paths only.
 *
 * verdict: deadlock
 * edge: m1 -> m2
 * edge: m2 -> m1
 * report: cycle m1 m2
 */
#include <pthread.h>
#include <stdio.h>

extern int __VERIFIER_nondet_int(void);
pthread_mutex_t m1 = PTHREAD_MUTEX_INITIALIZER, m2 = PTHREAD_MUTEX_INITIALIZER;
pthread_t t;

void *f(void *a)
{
	pthread_mutex_lock(&m2);
	pthread_mutex_lock(&m1);
	pthread_mutex_unlock(&m1);
	pthread_mutex_unlock(&m2);
	return NULL;
}

int main(void)
{
	if (__VERIFIER_nondet_int())
		pthread_create(&t, NULL, f, 0);
	pthread_mutex_lock(&m1);
	pthread_mutex_lock(&m2);
	pthread_mutex_unlock(&m2);
	pthread_mutex_unlock(&m1);
	return 0;
}