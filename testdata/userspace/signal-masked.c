/*
 * The signal is blocked while the lock is held.
 *
 * verdict: clean
 */
#include <pthread.h>
#include <stdio.h>

#include <signal.h>
pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;

void h(int s)
{
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
}

int main(void)
{
	sigset_t s;
	signal(SIGALRM, h);
	sigemptyset(&s);
	sigaddset(&s, SIGALRM);
	sigprocmask(SIG_BLOCK, &s, NULL);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	sigprocmask(SIG_UNBLOCK, &s, NULL);
	return 0;
}