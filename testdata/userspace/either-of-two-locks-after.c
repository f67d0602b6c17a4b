/*
 * One of two locks, always after the same.
 *
 * verdict: clean
 * edge: m1 -> m2
 * edge: m1 -> m3
 */
#include <pthread.h>
#include <stdio.h>

extern int __VERIFIER_nondet_int(void);
pthread_mutex_t m1 = PTHREAD_MUTEX_INITIALIZER, m2 = PTHREAD_MUTEX_INITIALIZER,
		m3 = PTHREAD_MUTEX_INITIALIZER;
pthread_t t;

void *f(void *a)
{
	pthread_mutex_t *p = __VERIFIER_nondet_int() ? &m2 : &m3;
	pthread_mutex_lock(&m1);
	pthread_mutex_lock(p);
	pthread_mutex_unlock(p);
	pthread_mutex_unlock(&m1);
	return NULL;
}

int main(void)
{
	pthread_create(&t, NULL, f, 0);
	pthread_mutex_lock(&m1);
	pthread_mutex_lock(&m2);
	pthread_mutex_unlock(&m2);
	pthread_mutex_unlock(&m1);
	pthread_mutex_lock(&m1);
	pthread_mutex_lock(&m3);
	pthread_mutex_unlock(&m3);
	pthread_mutex_unlock(&m1);
	pthread_join(t, NULL);
	return 0;
}