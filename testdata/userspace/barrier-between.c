/*
 * The other order begins behind the barrier, which the first thread comes to when it is done.
 *
 * verdict: clean
 * edge: a -> b
 * edge: b -> a
 */
#include <pthread.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t done;

static void *one(void *unused)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	pthread_barrier_wait(&done);
	return unused;
}

static void *two(void *unused)
{
	pthread_barrier_wait(&done);
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return unused;
}

int main(void)
{
	pthread_t x, y;

	pthread_barrier_init(&done, 0, 2);
	pthread_create(&x, 0, one, 0);
	pthread_create(&y, 0, two, 0);
	pthread_join(x, 0);
	pthread_join(y, 0);
	return 0;
}
