/*
 * Two elements, the smaller number first.
 * edge: m -> m
 * verdict: clean
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
	if (i > j) {
		int k = i;
		i = j;
		j = k;
	}
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
