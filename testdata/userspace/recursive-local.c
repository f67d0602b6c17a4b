/*
 * A recursive mutex on the stack.
 *
 * verdict: clean
 */
#include <pthread.h>

int g;

void f2(pthread_mutex_t *m)
{
	pthread_mutex_lock(m);
	g++;
	pthread_mutex_unlock(m);
}

int main(int argc, char const *argv[])
{
	pthread_mutex_t mut;
	pthread_mutexattr_t attr;
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&mut, &attr);
	pthread_mutex_lock(&mut);
	f2(&mut);
	pthread_mutex_unlock(&mut);
	return 0;
}