/*
 * The lock is optional.
 * edge: a -> b
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static void work(pthread_mutex_t *m)
{
	if (m)
		pthread_mutex_lock(m);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	if (m)
		pthread_mutex_unlock(m);
}

void *one(void *arg)
{
	work(NULL);
	work(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	return NULL;
}

int main(void)
{
	pthread_t t1, t2;

	pthread_create(&t1, NULL, one, NULL);
	pthread_create(&t2, NULL, one, NULL);
	pthread_join(t1, NULL);
	pthread_join(t2, NULL);
	return 0;
}
