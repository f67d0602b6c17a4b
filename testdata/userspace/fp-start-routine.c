/*
 * A wrapper of pthread_create gets the function.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void *t1(void *arg)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return NULL;
}

void *t2(void *arg)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return NULL;
}

static pthread_t go(void *(*f)(void *))
{
	pthread_t t;
	pthread_create(&t, NULL, f, NULL);
	return t;
}

int main(void)
{
	pthread_t x = go(t1), y = go(t2);
	pthread_join(x, 0);
	pthread_join(y, 0);
}