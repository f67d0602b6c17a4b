/*
 * Switches over constants, both of which take the lock.
 *
 * verdict: deadlock
 * edge: g -> g
 * report: recursion g
 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t g = PTHREAD_MUTEX_INITIALIZER;
int shared;

static void bad(void)
{
	switch (6) {
	case 6:
		pthread_mutex_lock(&g);
		break;
	default:
		printf("x");
		break;
	}
	switch (7) {
	case 7:
		pthread_mutex_lock(&g);
		shared++;
		break;
	default:
		break;
	}
	pthread_mutex_unlock(&g);
	pthread_mutex_unlock(&g);
}

int main(void)
{
	bad();
	return 0;
}