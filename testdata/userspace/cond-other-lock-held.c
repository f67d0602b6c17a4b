/*
 * Who would signal needs a lock that the waiter holds.
 * edge: b -> a
 * edge: b -> cv
 * edge: cv -> b
 * report: wait b cv
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
int flag;
pthread_cond_t cv = PTHREAD_COND_INITIALIZER;

void *t1(void *arg)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	while (!flag)
		pthread_cond_wait(&cv, &a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return NULL;
}

void *t2(void *arg)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	flag = 1;
	pthread_cond_signal(&cv);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
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
