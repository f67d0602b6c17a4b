/*
 * Main takes the other order before the lock is made anew and the thread started.
 * edge: a -> b
 * edge: b -> a
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void *t1(void *arg)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return NULL;
}

int main(void)
{
	pthread_t x;
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	pthread_mutex_destroy(&a);
	pthread_mutex_init(&a, 0);
	pthread_create(&x, 0, t1, 0);
	pthread_join(x, 0);
}