/*
 * The second round takes the lock again.
 * edge: a -> a
 * report: recursion a
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;

void *t1(void *arg)
{
	int i;
	for (i = 0; i < 2; i++) {
		pthread_mutex_lock(&a);
	}
	pthread_mutex_unlock(&a);
	return NULL;
}

void *t2(void *arg)
{
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
