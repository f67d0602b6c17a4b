/*
 * The static initialiser of a recursive mutex.
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

void *one(void *arg)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&a);
	return NULL;
}

int main(void)
{
	pthread_t t;

	pthread_create(&t, NULL, one, NULL);
	pthread_join(t, NULL);
	return 0;
}
