/*
 * A helper that releases is called on one way only.
 *
 * verdict: clean
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t g = PTHREAD_MUTEX_INITIALIZER;
int globalTrue = 1;

static void release(void)
{
	pthread_mutex_unlock(&g);
}

static void good(void)
{
	pthread_mutex_lock(&g);
	puts("work");
	if (!globalTrue) {
		puts("never");
	} else {
		release();
	}
}

int main(void)
{
	good();
	return 0;
}