/*
 * Each has a lock of its own.
 * verdict: clean
 */
#include <pthread.h>

int x;
pthread_mutex_t f[5];

void *w(void *arg)
{
	long i = (long)arg;
	pthread_mutex_lock(&f[i]);
	x++;
	pthread_mutex_unlock(&f[i]);
	return NULL;
}

int main(void)
{
	pthread_t t[5];
	int i;
	for (i = 0; i < 5; i++)
		pthread_create(&t[i], NULL, w, (void *)(long)i);
	for (i = 0; i < 5; i++)
		pthread_join(t[i], NULL);
	return 0;
}
