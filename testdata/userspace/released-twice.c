/*
 * A lock is released twice in a row.
 *
 * verdict: deadlock
 * report: imbalance bad:l
 */
#include <pthread.h>
#include <stdio.h>

static void bad(void)
{
	pthread_mutex_t l;
	pthread_mutex_init(&l, NULL);
	pthread_mutex_lock(&l);
	puts("work");
	pthread_mutex_unlock(&l);
	pthread_mutex_unlock(&l);
	pthread_mutex_destroy(&l);
}

int main(void)
{
	bad();
	return 0;
}