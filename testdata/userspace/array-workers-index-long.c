/*
 * Each takes its own lock and its neighbour's, numbers handed over as pointers.
 * edge: f[0] -> f[1]
 * edge: f[1] -> f[2]
 * edge: f[2] -> f[3]
 * edge: f[3] -> f[4]
 * edge: f[4] -> f[0]
 * report: cycle f[0] f[1] f[2] f[3] f[4]
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t f[5];

void *w(void *arg)
{
	long i = (long)arg;
	pthread_mutex_lock(&f[i]);
	pthread_mutex_lock(&f[(i + 1) % 5]);
	pthread_mutex_unlock(&f[(i + 1) % 5]);
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
