/*
 * The initialiser takes what the caller holds.
 *
 * verdict: deadlock
 * edge: a -> a
 * report: recursion a
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
pthread_once_t o = PTHREAD_ONCE_INIT;

void init(void)
{
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
}

int main(void)
{
	pthread_mutex_lock(&a);
	pthread_once(&o, init);
	pthread_mutex_unlock(&a);
	return 0;
}