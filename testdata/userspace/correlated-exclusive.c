/*
 * The two orders are on the two sides of one condition that does not change.
 * edge: a -> b
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
const int forward = 1;
static int direction(void)
{
	return 1;
}

void *one(void *arg)
{
	if (direction()) {
		pthread_mutex_lock(&a);
		pthread_mutex_lock(&b);
		pthread_mutex_unlock(&b);
		pthread_mutex_unlock(&a);
	} else {
		pthread_mutex_lock(&b);
		pthread_mutex_lock(&a);
		pthread_mutex_unlock(&a);
		pthread_mutex_unlock(&b);
	}
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
