/*
 * A loop takes all elements, always from the first to the last.
 * edge: m[0] -> m[1]
 * edge: m[1] -> m[2]
 * edge: m[2] -> m[3]
 * edge: m[3] -> m[4]
 * edge: m[4] -> m[5]
 * edge: m[5] -> m[6]
 * edge: m[6] -> m[7]
 * verdict: clean
 */
#include <pthread.h>

#define N 8
pthread_mutex_t m[N];

void *one(void *arg)
{
	for (int i = 0; i < N; i++)
		pthread_mutex_lock(&m[i]);
	for (int i = N - 1; i >= 0; i--)
		pthread_mutex_unlock(&m[i]);
	return NULL;
}

int main(void)
{
	pthread_t t, u;
	for (int i = 0; i < N; i++)
		pthread_mutex_init(&m[i], NULL);
	pthread_create(&t, NULL, one, NULL);
	pthread_create(&u, NULL, one, NULL);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}
