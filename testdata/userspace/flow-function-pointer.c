/*
 * A pointer to the function that takes it again.
 *
 * verdict: deadlock
 * edge: g -> g
 * report: recursion g
 */
#include <pthread.h>

pthread_mutex_t g = PTHREAD_MUTEX_INITIALIZER;
int shared;

static void sink(pthread_mutex_t *m)
{
	pthread_mutex_lock(m);
	shared++;
	pthread_mutex_unlock(m);
}

void bad(void)
{
	void (*fp)(pthread_mutex_t *) = sink;
	pthread_mutex_lock(&g);
	fp(&g);
	pthread_mutex_unlock(&g);
}

int main(void)
{
	bad();
	return 0;
}