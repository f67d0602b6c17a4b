/*
 * The helper releases the lock only after it has taken the other one.
 *
 * verdict: deadlock
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void helper(void)
{
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	pthread_mutex_lock(&a);
}

void *f(void *x)
{
	pthread_mutex_lock(&a);
	helper();
	pthread_mutex_unlock(&a);
	return 0;
}

void *g(void *x)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return 0;
}

int main(void)
{
	pthread_t s, t;
	pthread_create(&s, NULL, f, 0);
	pthread_create(&t, NULL, g, 0);
	pthread_join(s, NULL);
	pthread_join(t, NULL);
	return 0;
}