/*
 * Locks in unions.
 * edge: (A).m -> (B).m
 * edge: (B).m -> (A).m
 * report: cycle (A).m (B).m
 * verdict: deadlock
 */
#include <pthread.h>

union u {
	pthread_mutex_t m;
	char pad[64];
} A, B;

void *t1(void *arg)
{
	pthread_mutex_lock(&A.m);
	pthread_mutex_lock(&B.m);
	pthread_mutex_unlock(&B.m);
	pthread_mutex_unlock(&A.m);
	return NULL;
}

void *t2(void *arg)
{
	pthread_mutex_lock(&B.m);
	pthread_mutex_lock(&A.m);
	pthread_mutex_unlock(&A.m);
	pthread_mutex_unlock(&B.m);
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
