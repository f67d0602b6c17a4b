/*
 * The flag is set, and nobody tells.
 *
 * verdict: deadlock
 * edge: c -> c
 * report: wait c
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t c = PTHREAD_COND_INITIALIZER;
int full;

void *cons(void *x)
{
	pthread_mutex_lock(&m);
	while (!full)
		pthread_cond_wait(&c, &m);
	full = 0;
	pthread_mutex_unlock(&m);
	return 0;
}

void *prod(void *x)
{
	pthread_mutex_lock(&m);
	full = 1;
	pthread_mutex_unlock(&m);
	return 0;
}

int main(void)
{
	pthread_t p, q;
	pthread_create(&q, NULL, cons, 0);
	pthread_create(&p, NULL, prod, 0);
	pthread_join(p, NULL);
	pthread_join(q, NULL);
	return 0;
}