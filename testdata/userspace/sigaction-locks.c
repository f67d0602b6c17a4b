/*
 * The handler takes the lock.
 *
 * verdict: deadlock
 * edge: m -> m
 * report: irq m
 */
#include <pthread.h>

#include <signal.h>
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int n;

static void on_int(int s)
{
	pthread_mutex_lock(&m);
	n = 0;
	pthread_mutex_unlock(&m);
}

int main(void)
{
	struct sigaction sa;
	sa.sa_handler = on_int;
	sa.sa_flags = 0;
	sigemptyset(&sa.sa_mask);
	sigaction(SIGINT, &sa, 0);
	for (;;) {
		pthread_mutex_lock(&m);
		n++;
		pthread_mutex_unlock(&m);
	}
}