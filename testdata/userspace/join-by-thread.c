/*
 * One thread joins the other before it goes on.
 * edge: a -> b
 * edge: b -> a
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
pthread_t first;

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
	pthread_join(first, 0);
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return NULL;
}

int main(void)
{
	pthread_t y;
	pthread_create(&first, 0, t1, 0);
	pthread_create(&y, 0, t2, 0);
	pthread_join(y, 0);
}