/*
 * A loop that never runs would take the lock.
 *
 * verdict: clean
 */
#include <pthread.h>

static pthread_mutex_t g = PTHREAD_MUTEX_INITIALIZER;
int shared;

static void good(void)
{
	int h, i;
	for (h = 0; h < 0; h++)
		pthread_mutex_lock(&g);
	for (i = 0; i < 1; i++) {
		pthread_mutex_lock(&g);
		shared++;
		pthread_mutex_unlock(&g);
	}
}

int main(void)
{
	good();
	return 0;
}