/*
 * f and &f[0] are one lock.
 * edge: f -> f[1]
 * edge: f[0] -> f[1]
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t f[2];

void *t1(void *arg)
{
	pthread_mutex_lock(&f[0]);
	pthread_mutex_lock(&f[1]);
	pthread_mutex_unlock(&f[1]);
	pthread_mutex_unlock(&f[0]);
	return NULL;
}

void *t2(void *arg)
{
	pthread_mutex_lock(f);
	pthread_mutex_lock(f + 1);
	pthread_mutex_unlock(f + 1);
	pthread_mutex_unlock(f);
	return NULL;
}

int main(void)
{
	pthread_t x, y;
	pthread_create(&x, NULL, t1, NULL);
	pthread_create(&y, NULL, t2, NULL);
	pthread_join(x, NULL);
	pthread_join(y, NULL);
	return 0;
}
