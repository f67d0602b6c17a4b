/*
 * One function takes the lock twice where a static flag is set; its twin never does.
 *
 * verdict: deadlock
 * edge: g -> g
 * report: recursion g
 */
#include <pthread.h>

static pthread_mutex_t g = PTHREAD_MUTEX_INITIALIZER;
static int staticTrue = 1;
static int staticFalse = 0;
int shared;

void bad(void)
{
	if (staticTrue) {
		pthread_mutex_lock(&g);
		pthread_mutex_lock(&g);
		shared++;
		pthread_mutex_unlock(&g);
		pthread_mutex_unlock(&g);
	}
}

static void good1(void)
{
	if (staticFalse) {
		pthread_mutex_lock(&g);
		pthread_mutex_lock(&g);
		pthread_mutex_unlock(&g);
	} else {
		pthread_mutex_lock(&g);
		shared++;
		pthread_mutex_unlock(&g);
	}
}

void good(void)
{
	good1();
}

int main(int argc, char **argv)
{
	good();
	bad();
	return 0;
}