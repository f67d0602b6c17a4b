/*
 * Who tries until he gets the lock, and keeps the other one meanwhile, waits for it.
 * verdict: deadlock
 * report: cycle a b
 * edge: a -> b
 * edge: b -> a
 */
#include <pthread.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void *first(void *unused)
{
	pthread_mutex_lock(&a);
	while (pthread_mutex_trylock(&b) != 0)
		;
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return unused;
}

static void *second(void *unused)
{
	pthread_mutex_lock(&b);
	while (pthread_mutex_trylock(&a) != 0)
		;
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return unused;
}

int main(void)
{
	pthread_t x, y;

	pthread_create(&x, NULL, first, NULL);
	pthread_create(&y, NULL, second, NULL);
	pthread_join(x, NULL);
	pthread_join(y, NULL);
	return 0;
}
