/*
 * Both threads only try the second lock.
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void *t1(void *arg)
{
	pthread_mutex_lock(&a);
	if (!pthread_mutex_trylock(&b)) {
		pthread_mutex_unlock(&b);
	}
	pthread_mutex_unlock(&a);
	return NULL;
}

void *t2(void *arg)
{
	pthread_mutex_lock(&b);
	if (!pthread_mutex_trylock(&a)) {
		pthread_mutex_unlock(&a);
	}
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
