/*
 * Mutexes that are static in functions.
 * edge: m -> m
 * report: cycle m m
 * verdict: deadlock
 */
#include <pthread.h>

static void first(void (*then)(void))
{
	static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
	pthread_mutex_lock(&m);
	if (then)
		then();
	pthread_mutex_unlock(&m);
}
static void second(void (*then)(void))
{
	static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
	pthread_mutex_lock(&m);
	if (then)
		then();
	pthread_mutex_unlock(&m);
}
static void only_first(void)
{
	first(NULL);
}
static void only_second(void)
{
	second(NULL);
}

void *one(void *arg)
{
	first(only_second);
	return NULL;
}

void *two(void *arg)
{
	second(only_first);
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
