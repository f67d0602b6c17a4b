/*
 * The lower number first.
 * edge: f[0] -> f[1]
 * edge: f[0] -> f[4]
 * edge: f[1] -> f[2]
 * edge: f[2] -> f[3]
 * edge: f[3] -> f[4]
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t f[5];

void *w(void *arg)
{
	long i = (long)arg, j = (i + 1) % 5;
	long lo = i < j ? i : j, hi = i < j ? j : i;
	pthread_mutex_lock(&f[lo]);
	pthread_mutex_lock(&f[hi]);
	pthread_mutex_unlock(&f[hi]);
	pthread_mutex_unlock(&f[lo]);
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
