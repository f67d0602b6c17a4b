/*
 * The loop is left with the lock held, which is then released.
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
int x;

void *t1(void *arg)
{
	while (1) {
		pthread_mutex_lock(&a);
		if (x)
			break;
		pthread_mutex_unlock(&a);
	}
	pthread_mutex_unlock(&a);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	return NULL;
}

void *t2(void *arg)
{
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
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
