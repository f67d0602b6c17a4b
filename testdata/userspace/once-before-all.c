/*
 * What is run once is over before anybody goes on, in whatever order it takes its locks.
 * edge: a -> b
 * edge: b -> a
 * verdict: clean
 */
#include <pthread.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void set_up(void)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
}

static void *work(void *unused)
{
	pthread_once(&once, set_up);
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return unused;
}

int main(void)
{
	pthread_t x, y;

	pthread_create(&x, NULL, work, NULL);
	pthread_create(&y, NULL, work, NULL);
	pthread_join(x, NULL);
	pthread_join(y, NULL);
	return 0;
}
