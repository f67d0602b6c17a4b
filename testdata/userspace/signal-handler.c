/*
 * A handler that takes no lock.
 * verdict: clean
 */
#include <pthread.h>
#include <signal.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
volatile int stop;
static void handler(int n)
{
	stop = 1;
}

void *one(void *arg)
{
	while (!stop) {
		pthread_mutex_lock(&a);
		pthread_mutex_unlock(&a);
	}
	return NULL;
}

int main(void)
{
	pthread_t t;
	signal(SIGINT, handler);
	pthread_create(&t, NULL, one, NULL);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_join(t, NULL);
	return 0;
}
