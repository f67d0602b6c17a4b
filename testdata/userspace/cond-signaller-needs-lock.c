/*
 * Who signals has had to take the lock that the waiter holds.
 *
 * verdict: deadlock
 * edge: b -> a
 * edge: b -> ca
 * edge: ca -> b
 * report: wait b ca
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t ca = PTHREAD_COND_INITIALIZER;
int ok;

void *w(void *x)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	while (!ok)
		pthread_cond_wait(&ca, &a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return 0;
}

void *s(void *x)
{
	pthread_mutex_lock(&b);
	puts("need b first");
	pthread_mutex_unlock(&b);
	pthread_mutex_lock(&a);
	ok = 1;
	pthread_cond_signal(&ca);
	pthread_mutex_unlock(&a);
	return 0;
}

int main(void)
{
	pthread_t p, q;
	pthread_create(&p, NULL, w, 0);
	pthread_create(&q, NULL, s, 0);
	pthread_join(p, NULL);
	pthread_join(q, NULL);
	return 0;
}