/*
 * A helper that releases is called twice.
 *
 * verdict: deadlock
 * report: imbalance g
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t g = PTHREAD_MUTEX_INITIALIZER;
int globalTrue = 1;

static void release(void)
{
	pthread_mutex_unlock(&g);
}

static void bad(void)
{
	pthread_mutex_lock(&g);
	puts("work");
	release();
	if (globalTrue) {
		release();
	}
}

int main(void)
{
	bad();
	return 0;
}