/*
 * The handler may come while the lock is held.
 * edge: a -> a
 * report: irq a
 * verdict: deadlock
 */
#include <pthread.h>
#include <signal.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static void handler(int n)
{
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
}

int main(void)
{
	signal(SIGINT, handler);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	return 0;
}
