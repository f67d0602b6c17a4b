/*
 * A constant that nothing sets.
 *
 * verdict: clean
 * edge: a -> b
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
const int reverse = 0;

void *f(void *x)
{
	if (reverse) {
		pthread_mutex_lock(&b);
		pthread_mutex_lock(&a);
	} else {
		pthread_mutex_lock(&a);
		pthread_mutex_lock(&b);
	}
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return 0;
}

int main(void)
{
	pthread_t s, t;
	pthread_create(&s, NULL, f, 0);
	pthread_create(&t, NULL, f, 0);
	pthread_join(s, NULL);
	pthread_join(t, NULL);
	return 0;
}