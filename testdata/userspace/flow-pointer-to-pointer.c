/*
 * The same lock through two pointers to one pointer.
 *
 * verdict: deadlock
 * edge: g -> g
 * report: recursion g
 */
#include <pthread.h>

static pthread_mutex_t g = PTHREAD_MUTEX_INITIALIZER;
int shared;

static void bad(void)
{
	pthread_mutex_t *m = &g;
	pthread_mutex_t **p1 = &m, **p2 = &m;
	{
		pthread_mutex_t *n = *p1;
		pthread_mutex_lock(n);
	}
	{
		pthread_mutex_t *n = *p2;
		pthread_mutex_lock(n);
		pthread_mutex_unlock(n);
		pthread_mutex_unlock(n);
	}
}

int main(void)
{
	bad();
	return 0;
}