/*
 * A loop takes the elements one at a time.
 * verdict: clean
 */
#include <pthread.h>

#define N 8
pthread_mutex_t m[N];

void *one(void *arg)
{
	for (int i = 0; i < N; i++) {
		pthread_mutex_lock(&m[i]);
		pthread_mutex_unlock(&m[i]);
	}
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
