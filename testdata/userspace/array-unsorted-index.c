/*
 * Two elements in any order.
 * edge: m -> m
 * report: cycle m m
 * verdict: deadlock
 */
#include <pthread.h>

#define N 8
pthread_mutex_t m[N];
int choose(void);

void *one(void *arg)
{
	int i = choose(), j = choose();
	if (i == j)
		return NULL;
	pthread_mutex_lock(&m[i]);
	pthread_mutex_lock(&m[j]);
	pthread_mutex_unlock(&m[j]);
	pthread_mutex_unlock(&m[i]);
	return NULL;
}

int main(void)
{
	pthread_t t1, t2;

	pthread_create(&t1, NULL, one, NULL);
	pthread_create(&t2, NULL, one, NULL);
	pthread_join(t1, NULL);
	pthread_join(t2, NULL);
	return 0;
}
