/*
 * Two prepare handlers run the last one first, as the threads take the locks.
 *
 * verdict: clean
 * edge: a -> b
 */
#include <pthread.h>
#include <stdio.h>

#include <unistd.h>
pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void pa(void)
{
	pthread_mutex_lock(&a);
}

void ua(void)
{
	pthread_mutex_unlock(&a);
}

void pb(void)
{
	pthread_mutex_lock(&b);
}

void ub(void)
{
	pthread_mutex_unlock(&b);
}

void *f(void *x)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return 0;
}

int main(void)
{
	pthread_t t;
	pthread_atfork(pb, ub, ub);
	pthread_atfork(pa, ua, ua);
	pthread_create(&t, NULL, f, 0);
	fork();
	pthread_join(t, NULL);
	return 0;
}