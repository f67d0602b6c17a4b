/*
 * Two pointers to one lock.
 * edge: a -> a
 * report: recursion a
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;

void *one(void *arg)
{
	pthread_mutex_t *p = &a, *q = &a;
	pthread_mutex_lock(p);
	pthread_mutex_lock(q);
	pthread_mutex_unlock(q);
	pthread_mutex_unlock(p);
	return NULL;
}

int main(void)
{
	pthread_t t;

	pthread_create(&t, NULL, one, NULL);
	pthread_join(t, NULL);
	return 0;
}
