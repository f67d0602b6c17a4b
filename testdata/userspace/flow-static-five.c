/*
 * A static number that nobody changes decides both the lock and the unlock.
 *
 * verdict: clean
 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t g = PTHREAD_MUTEX_INITIALIZER;
static int staticFive = 5;
int shared;

static void good1(void)
{
	if (staticFive != 5) {
		printf("no");
	} else {
		pthread_mutex_lock(&g);
		shared++;
		pthread_mutex_unlock(&g);
	}
	if (staticFive == 5) {
		pthread_mutex_lock(&g);
		shared--;
		pthread_mutex_unlock(&g);
	}
}

static void good2(void)
{
	if (staticFive == 5) {
		pthread_mutex_lock(&g);
	}
	shared++;
	if (staticFive == 5) {
		pthread_mutex_unlock(&g);
	}
}

int main(void)
{
	good1();
	good2();
	return 0;
}