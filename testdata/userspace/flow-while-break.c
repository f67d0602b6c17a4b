/*
 * Loops that run once: the second takes what the first has left.
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
	while (1) {
		pthread_mutex_lock(&g);
		break;
	}
	while (1) {
		pthread_mutex_lock(&g);
		shared++;
		pthread_mutex_unlock(&g);
		break;
	}
	pthread_mutex_unlock(&g);
}

int main(void)
{
	bad();
	return 0;
}