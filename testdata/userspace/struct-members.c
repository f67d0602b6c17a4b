/*
 * Locks that are members of one global record.
 * edge: (s).a -> (s).b
 * edge: (s).b -> (s).a
 * report: cycle (s).a (s).b
 * verdict: deadlock
 */
#include <pthread.h>

struct { pthread_mutex_t a, b; } s = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER };

void *one(void *arg)
{
	pthread_mutex_lock(&s.a);
	pthread_mutex_lock(&s.b);
	pthread_mutex_unlock(&s.b);
	pthread_mutex_unlock(&s.a);
	return NULL;
}

void *two(void *arg)
{
	pthread_mutex_lock(&s.b);
	pthread_mutex_lock(&s.a);
	pthread_mutex_unlock(&s.a);
	pthread_mutex_unlock(&s.b);
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
