/*
 * A third thread sets the flag as well, at any time.
 * verdict: deadlock
 * report: cycle a b
 * edge: a -> b
 * edge: b -> a
 */
#include <pthread.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static volatile int done;

static void *first(void *unused)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	done = 1;
	return unused;
}

static void *second(void *unused)
{
	while (!done)
		;
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return unused;
}

static void *third(void *unused)
{
	done = 1;
	return unused;
}

int main(void)
{
	pthread_t x, y, z;

	pthread_create(&x, NULL, first, NULL);
	pthread_create(&y, NULL, second, NULL);
	pthread_create(&z, NULL, third, NULL);
	pthread_join(x, NULL);
	pthread_join(y, NULL);
	pthread_join(z, NULL);
	return 0;
}
