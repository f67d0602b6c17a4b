/*
 * Whether the lock is taken again is left to chance.
 *
 * verdict: deadlock
 * edge: g -> g
 * report: recursion g
 */
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t g = PTHREAD_MUTEX_INITIALIZER;
int shared;

static int globalReturnsTrueOrFalse(void)
{
	return rand() % 2;
}

static void bad(void)
{
	pthread_mutex_lock(&g);
	if (globalReturnsTrueOrFalse()) {
		pthread_mutex_lock(&g);
		shared++;
		pthread_mutex_unlock(&g);
	}
	pthread_mutex_unlock(&g);
}

int main(void)
{
	bad();
	return 0;
}