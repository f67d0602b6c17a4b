/*
 * Released on one path only, and taken again.
 *
 * verdict: deadlock
 * edge: m -> m
 * report: recursion m
 */
#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
extern int cond(void);

void f(void)
{
	pthread_mutex_lock(&m);
	if (cond())
		pthread_mutex_unlock(&m);
}

int main(void)
{
	f();
	f();
	return 0;
}