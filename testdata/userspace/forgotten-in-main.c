/*
 * Main forgets the lock of a function's static mutex.
 *
 * verdict: deadlock
 * report: imbalance l
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t *badlock;

static void bad(void)
{
	static pthread_mutex_t l;
	if (pthread_mutex_init(&l, NULL))
		exit(1);
	puts("acquiring");
	if (pthread_mutex_lock(&l))
		exit(1);
	puts("no release");
}

int main(void)
{
	puts("Calling bad()");
	bad();
	return 0;
}