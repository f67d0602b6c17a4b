/*
 * What pthread_once() runs takes the locks in the usual order.
 * edge: a -> b
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
pthread_once_t once = PTHREAD_ONCE_INIT;
static void init(void)
{
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
}

void *one(void *arg)
{
	pthread_mutex_lock(&a);
	pthread_once(&once, init);
	pthread_mutex_unlock(&a);
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
