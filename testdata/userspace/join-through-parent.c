/*
 * A thread that its parent joins has ended when the parent is joined.
 *
 * verdict: clean
 * edge: m1 -> m2
 * edge: m2 -> m1
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t m1 = PTHREAD_MUTEX_INITIALIZER, m2 = PTHREAD_MUTEX_INITIALIZER;
pthread_t t1, t2;

void *inner(void *a)
{
	pthread_mutex_lock(&m2);
	pthread_mutex_lock(&m1);
	pthread_mutex_unlock(&m1);
	pthread_mutex_unlock(&m2);
	return NULL;
}

void *outer(void *a)
{
	pthread_create(&t2, NULL, inner, 0);
	pthread_join(t2, NULL);
	return NULL;
}

int main(void)
{
	pthread_create(&t1, NULL, outer, 0);
	pthread_join(t1, NULL);
	pthread_mutex_lock(&m1);
	pthread_mutex_lock(&m2);
	pthread_mutex_unlock(&m2);
	pthread_mutex_unlock(&m1);
	return 0;
}