/*
 * An error-checking mutex refuses its owner instead of blocking.
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a;

void *one(void *arg)
{
	if (pthread_mutex_lock(&a))
		return NULL;
	if (pthread_mutex_lock(&a) == 0)
		pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&a);
	return NULL;
}

int main(void)
{
	pthread_t t;
	pthread_mutexattr_t attr;
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_ERRORCHECK);
	pthread_mutex_init(&a, &attr);
	pthread_create(&t, NULL, one, NULL);
	pthread_join(t, NULL);
	return 0;
}
