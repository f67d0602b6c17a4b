/*
 * A waiter lets one philosopher at a time reach for forks.
 *
 * verdict: clean
 * edge: chop[0] -> chop[1]
 * edge: chop[1] -> chop[2]
 * edge: chop[2] -> chop[3]
 * edge: chop[3] -> chop[0]
 * edge: waiter -> chop[0]
 * edge: waiter -> chop[1]
 * edge: waiter -> chop[2]
 * edge: waiter -> chop[3]
 */
#include <pthread.h>
#include <stdio.h>

#define N 4
pthread_mutex_t chop[N];
pthread_mutex_t waiter = PTHREAD_MUTEX_INITIALIZER;

void *phil(void *p)
{
	long i = (long)p;
	for (;;) {
		pthread_mutex_lock(&waiter);
		pthread_mutex_lock(&chop[i]);
		pthread_mutex_lock(&chop[(i + 1) % N]);
		pthread_mutex_unlock(&waiter);
		puts("eat");
		pthread_mutex_unlock(&chop[(i + 1) % N]);
		pthread_mutex_unlock(&chop[i]);
	}
}

int main(void)
{
	pthread_t t[N];
	long i;
	for (i = 0; i < N; i++)
		pthread_mutex_init(&chop[i], 0);
	for (i = 0; i < N; i++)
		pthread_create(&t[i], NULL, phil, (void *)i);
	for (i = 0; i < N; i++)
		pthread_join(t[i], NULL);
	return 0;
}