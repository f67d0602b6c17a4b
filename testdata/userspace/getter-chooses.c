/*
 * A function returns one of two locks, by its argument.
 *
 * verdict: deadlock
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include <pthread.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

static pthread_mutex_t *lock_of(int i)
{
	return i ? &a : &b;
}

static void *up(void *unused)
{
	pthread_mutex_lock(lock_of(0));
	pthread_mutex_lock(lock_of(1));
	pthread_mutex_unlock(lock_of(1));
	pthread_mutex_unlock(lock_of(0));
	return unused;
}

static void *down(void *unused)
{
	pthread_mutex_lock(lock_of(1));
	pthread_mutex_lock(lock_of(0));
	pthread_mutex_unlock(lock_of(0));
	pthread_mutex_unlock(lock_of(1));
	return unused;
}

int main(void)
{
	pthread_t x, y;

	pthread_create(&x, 0, up, 0);
	pthread_create(&y, 0, down, 0);
	pthread_join(x, 0);
	pthread_join(y, 0);
	return 0;
}
