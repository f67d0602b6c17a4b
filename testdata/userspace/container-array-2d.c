/*
 * An array of arrays of locks; the first of a row is called as the row.
 * edge: f[0][1] -> f[1]
 * edge: f[1] -> f[0][1]
 * report: cycle f[0][1] f[1]
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t f[2][2];

void *t1(void *arg)
{
	pthread_mutex_lock(&f[0][1]);
	pthread_mutex_lock(&f[1][0]);
	pthread_mutex_unlock(&f[1][0]);
	pthread_mutex_unlock(&f[0][1]);
	return NULL;
}

void *t2(void *arg)
{
	pthread_mutex_lock(&f[1][0]);
	pthread_mutex_lock(&f[0][1]);
	pthread_mutex_unlock(&f[0][1]);
	pthread_mutex_unlock(&f[1][0]);
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
