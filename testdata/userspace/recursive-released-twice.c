/*
 * A recursive mutex is released as often as it is taken.
 *
 * verdict: clean
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t m;

int main(void)
{
	pthread_mutexattr_t at;
	pthread_mutexattr_init(&at);
	pthread_mutexattr_settype(&at, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&m, &at);
	pthread_mutex_lock(&m);
	pthread_mutex_lock(&m);
	puts("x");
	pthread_mutex_unlock(&m);
	pthread_mutex_unlock(&m);
	pthread_mutex_destroy(&m);
	return 0;
}