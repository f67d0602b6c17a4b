/*
 * One pointer is a copy of another one.
 *
 * verdict: deadlock
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t *pa = &a, *pb = &b, *alias;

void *f(void *x)
{
	pthread_mutex_lock(pa);
	pthread_mutex_lock(pb);
	pthread_mutex_unlock(pb);
	pthread_mutex_unlock(pa);
	return 0;
}

void *g(void *x)
{
	pthread_mutex_lock(alias);
	pthread_mutex_lock(pa);
	pthread_mutex_unlock(pa);
	pthread_mutex_unlock(alias);
	return 0;
}

int main(void)
{
	pthread_t s, t;
	alias = pb;
	pthread_create(&s, NULL, f, 0);
	pthread_create(&t, NULL, g, 0);
	pthread_join(s, NULL);
	pthread_join(t, NULL);
	return 0;
}