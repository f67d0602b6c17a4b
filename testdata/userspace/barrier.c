/*
 * A barrier, waited for without a lock.
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
pthread_barrier_t bar;

void *one(void *arg)
{
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_barrier_wait(&bar);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	return NULL;
}

int main(void)
{
	pthread_t t, u;
	pthread_barrier_init(&bar, NULL, 2);
	pthread_create(&t, NULL, one, NULL);
	pthread_create(&u, NULL, one, NULL);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}
