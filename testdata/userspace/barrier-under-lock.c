/*
 * Each waits at the barrier with the lock that the other needs.
 *
 * verdict: deadlock
 * edge: a -> br
 * edge: br -> a
 * report: wait a br
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
pthread_barrier_t br;

void *f(void *x)
{
	pthread_mutex_lock(&a);
	pthread_barrier_wait(&br);
	pthread_mutex_unlock(&a);
	return 0;
}

int main(void)
{
	pthread_t t, u;
	pthread_barrier_init(&br, 0, 2);
	pthread_create(&t, NULL, f, 0);
	pthread_create(&u, NULL, f, 0);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}