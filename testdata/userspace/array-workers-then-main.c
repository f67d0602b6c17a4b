/*
 * Main takes the other order after it has joined all.
 * edge: a -> b
 * edge: b -> a
 * verdict: clean
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
	for (i = 0; i < 5; i++)
		pthread_join(t[i], NULL);
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return 0;
}
