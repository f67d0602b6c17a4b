/*
 * main() waits, with a lock, for a thread that waits for another one, which wants the lock.
 * edge: a -> thread:outer
 * edge: thread:outer -> a
 * report: wait a thread:outer
 * verdict: deadlock
 */
#include <pthread.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;

static void *inner(void *unused)
{
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	return unused;
}

static void *outer(void *unused)
{
	pthread_t t;

	pthread_create(&t, NULL, inner, NULL);
	pthread_join(t, NULL);
	return unused;
}

int main(void)
{
	pthread_t t;

	pthread_mutex_lock(&a);
	pthread_create(&t, NULL, outer, NULL);
	pthread_join(t, NULL);
	pthread_mutex_unlock(&a);
	return 0;
}
