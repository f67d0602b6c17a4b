/*
 * The outer lock stays held in the wait, and the signaller needs it.
 *
 * verdict: deadlock
 * edge: b -> a
 * edge: b -> c
 * edge: c -> b
 * report: wait b c
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t c = PTHREAD_COND_INITIALIZER;
int go;

void *f(void *x)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	go = 1;
	pthread_cond_signal(&c);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return 0;
}

int main(void)
{
	pthread_t t;
	pthread_create(&t, NULL, f, 0);
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	while (!go)
		pthread_cond_wait(&c, &a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	pthread_join(t, NULL);
	return 0;
}