/*
 * Locks behind functions, in one order.
 * edge: a -> b
 * verdict: clean
 */
#include <pthread.h>
#include <stdlib.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static void take(pthread_mutex_t *m)
{
	if (pthread_mutex_lock(m) != 0)
		abort();
}
static void give(pthread_mutex_t *m)
{
	if (pthread_mutex_unlock(m) != 0)
		abort();
}

void *one(void *arg)
{
	take(&a);
	take(&b);
	give(&b);
	give(&a);
	return NULL;
}

void *two(void *arg)
{
	take(&a);
	give(&a);
	take(&b);
	give(&b);
	return NULL;
}

int main(void)
{
	pthread_t t1, t2;

	pthread_create(&t1, NULL, one, NULL);
	pthread_create(&t2, NULL, two, NULL);
	pthread_join(t1, NULL);
	pthread_join(t2, NULL);
	return 0;
}
