/*
 * Main releases what it has taken and destroys it.
 *
 * verdict: clean
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static void good(void)
{
	static pthread_mutex_t l;
	if (pthread_mutex_init(&l, NULL))
		exit(1);
	puts("acquiring");
	if (pthread_mutex_lock(&l))
		exit(1);
	puts("x");
	if (pthread_mutex_unlock(&l))
		exit(1);
	pthread_mutex_destroy(&l);
}

int main(void)
{
	puts("Calling good()");
	good();
	return 0;
}