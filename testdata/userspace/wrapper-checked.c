/*
 * Wrappers that end the program when locking fails.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 * verdict: deadlock
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

static void xlock(pthread_mutex_t *m)
{
	if (pthread_mutex_lock(m) != 0) {
		perror("lock");
		exit(1);
	}
}

static void xunlock(pthread_mutex_t *m)
{
	int r = pthread_mutex_unlock(m);
	if (r)
		exit(2);
}

void *t1(void *arg)
{
	xlock(&a);
	xlock(&b);
	xunlock(&b);
	xunlock(&a);
	return NULL;
}

void *t2(void *arg)
{
	xlock(&b);
	xlock(&a);
	xunlock(&a);
	xunlock(&b);
	return NULL;
}

int main(void)
{
	pthread_t x, y;
	pthread_create(&x, NULL, t1, NULL);
	pthread_create(&y, NULL, t2, NULL);
	pthread_join(x, NULL);
	pthread_join(y, NULL);
	return 0;
}
