/*
 * What runs at the exit takes the locks after the thread was joined.
 *
 * verdict: clean
 * edge: a -> b
 * edge: b -> a
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void bye(void)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
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
	atexit(bye);
	pthread_create(&t, NULL, f, 0);
	pthread_join(t, NULL);
	return 0;
}