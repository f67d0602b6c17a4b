/*
 * A thread leaves a detached one behind.
 *
 * verdict: deadlock
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void *leaf(void *x)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return 0;
}

void *mid(void *x)
{
	pthread_t l;
	pthread_create(&l, NULL, leaf, 0);
	pthread_detach(l);
	return 0;
}

int main(void)
{
	pthread_t m;
	pthread_create(&m, NULL, mid, 0);
	pthread_join(m, NULL);
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return 0;
}