/*
 * Two threads wait for the end of each other.
 *
 * verdict: deadlock
 * edge: thread:f -> thread:g
 * edge: thread:g -> thread:f
 * report: wait thread:f thread:g
 */
#include <pthread.h>
#include <stdio.h>

pthread_t p, q;

void *f(void *x)
{
	pthread_join(q, NULL);
	return 0;
}

void *g(void *x)
{
	pthread_join(p, NULL);
	return 0;
}

int main(void)
{
	pthread_create(&p, NULL, f, 0);
	pthread_create(&q, NULL, g, 0);
	pthread_exit(0);
}