/*
 * Two jumps forward, and the lock is taken at both ends.
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
	goto sink;
sink:
	pthread_mutex_lock(&g);
	shared++;
	goto sink2;
sink2:
	pthread_mutex_lock(&g);
	pthread_mutex_unlock(&g);
	pthread_mutex_unlock(&g);
}

int main(void)
{
	bad();
	return 0;
}