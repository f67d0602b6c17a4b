/*
 * All of an array of threads have ended before main goes on.
 * edge: a -> b
 * edge: b -> a
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void *one(void *arg)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t t[16];
	int n = argc;
	for (int i = 0; i < n; i++)
		pthread_create(&t[i], NULL, one, NULL);
	for (int i = 0; i < n; i++)
		pthread_join(t[i], NULL);
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return 0;
}
