/*
 * Functions that return a constant decide.
 *
 * verdict: clean
 */
#include <pthread.h>

static pthread_mutex_t g = PTHREAD_MUTEX_INITIALIZER;
int shared;

static int staticReturnsTrue(void)
{
	return 1;
}

static int staticReturnsFalse(void)
{
	return 0;
}

static void good(void)
{
	pthread_mutex_lock(&g);
	if (staticReturnsFalse()) {
		pthread_mutex_lock(&g);
	}
	if (staticReturnsTrue())
		shared++;
	pthread_mutex_unlock(&g);
}

int main(void)
{
	good();
	return 0;
}