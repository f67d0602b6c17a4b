/*
 * It is signalled after the thread has ended.
 *
 * verdict: deadlock
 * edge: go -> go
 * report: wait go
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t go = PTHREAD_COND_INITIALIZER;
static int started, finished;

void *w(void *x)
{
	pthread_mutex_lock(&m);
	while (!started)
		pthread_cond_wait(&go, &m);
	finished++;
	pthread_mutex_unlock(&m);
	return 0;
}

int main(void)
{
	pthread_t t;
	pthread_create(&t, NULL, w, 0);
	pthread_join(t, NULL);
	pthread_mutex_lock(&m);
	started = 1;
	pthread_cond_signal(&go);
	pthread_mutex_unlock(&m);
	return 0;
}