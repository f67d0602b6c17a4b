/*
 * Three philosophers written out, in the order of the forks.
 * edge: f0 -> f1
 * edge: f0 -> f2
 * edge: f1 -> f2
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t f0 = PTHREAD_MUTEX_INITIALIZER, f1 = PTHREAD_MUTEX_INITIALIZER, f2 = PTHREAD_MUTEX_INITIALIZER;

void *p0(void *arg)
{
	pthread_mutex_lock(&f0);
	pthread_mutex_lock(&f1);
	pthread_mutex_unlock(&f1);
	pthread_mutex_unlock(&f0);
	return NULL;
}

void *p1(void *arg)
{
	pthread_mutex_lock(&f1);
	pthread_mutex_lock(&f2);
	pthread_mutex_unlock(&f2);
	pthread_mutex_unlock(&f1);
	return NULL;
}

void *p2(void *arg)
{
	pthread_mutex_lock(&f0);
	pthread_mutex_lock(&f2);
	pthread_mutex_unlock(&f2);
	pthread_mutex_unlock(&f0);
	return NULL;
}

int main(void)
{
	pthread_t t1, t2, t3;

	pthread_create(&t1, NULL, p0, NULL);
	pthread_create(&t2, NULL, p1, NULL);
	pthread_create(&t3, NULL, p2, NULL);
	pthread_join(t1, NULL);
	pthread_join(t2, NULL);
	pthread_join(t3, NULL);
	return 0;
}
