/*
 * A thread waits for its own end.
 *
 * verdict: deadlock
 * edge: thread:w -> thread:w
 * report: wait thread:w
 */
#include <pthread.h>
#include <stdio.h>

void *w(void *x)
{
	pthread_join(pthread_self(), NULL);
	return 0;
}

int main(void)
{
	pthread_t t;
	pthread_create(&t, NULL, w, 0);
	pthread_join(t, NULL);
	return 0;
}