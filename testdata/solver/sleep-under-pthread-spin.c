/*
 * A program may sleep with a spinlock held.
 * edge: m -> s
 * edge: s -> m
 * report: cycle m s
 */
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_spinlock_t s;

void one(void)
{
	pthread_spin_lock(&s);
	pthread_mutex_lock(&m);
	pthread_mutex_unlock(&m);
	pthread_spin_unlock(&s);
}

void other(void)
{
	pthread_mutex_lock(&m);
	pthread_spin_lock(&s);
	pthread_spin_unlock(&s);
	pthread_mutex_unlock(&m);
}
