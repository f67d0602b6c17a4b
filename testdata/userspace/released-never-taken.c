/*
 * A lock is released that nobody took.
 *
 * verdict: deadlock
 * report: imbalance l
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static void bad(void)
{
	static pthread_mutex_t l;
	if (pthread_mutex_init(&l, NULL))
		exit(1);
	puts("releasing");
	if (pthread_mutex_unlock(&l))
		exit(1);
	pthread_mutex_destroy(&l);
}

int main(void)
{
	bad();
	return 0;
}