/*
 * Main takes the other order while they run.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void *w(void *arg)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return NULL;
}

int main(void)
{
	pthread_t t[5];
	int i;
	for (i = 0; i < 5; i++)
		pthread_create(&t[i], NULL, w, NULL);
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	for (i = 0; i < 5; i++)
		pthread_join(t[i], NULL);
	return 0;
}
