/*
 * Locks are taken only once there are threads: who releases may not have to.
 *
 * verdict: clean
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int n;
int threaded;

void lock(void)
{
	if (threaded)
		pthread_mutex_lock(&m);
}

void unlock(void)
{
	if (threaded)
		pthread_mutex_unlock(&m);
}

void *t(void *x)
{
	lock();
	n++;
	unlock();
	return 0;
}

int main(void)
{
	pthread_t a;
	lock();
	n = 1;
	unlock();
	threaded = 1;
	pthread_create(&a, NULL, t, 0);
	lock();
	n--;
	unlock();
	pthread_join(a, NULL);
	return 0;
}