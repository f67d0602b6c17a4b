/*
 * The thread leaves by pthread_exit() with the lock held; main takes it after the join.
 *
 * verdict: deadlock
 * edge: m -> m
 * report: imbalance m
 */
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

static void *run(void *wanted)
{
	pthread_mutex_lock(&m);
	if (wanted)
		pthread_exit(0);
	pthread_mutex_unlock(&m);
	return 0;
}

int main(void)
{
	pthread_t t;

	pthread_create(&t, 0, run, &m);
	pthread_join(t, 0);
	pthread_mutex_lock(&m);
	pthread_mutex_unlock(&m);
	return 0;
}
