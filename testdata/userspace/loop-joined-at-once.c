/*
 * A loop creates and joins one thread at a time.
 * edge: a -> b
 * edge: b -> a
 * verdict: clean
 */
#include <pthread.h>

#define N 4
pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
int choose(void);

void *one(void *arg)
{
	if (choose()) {
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
	pthread_t t;
	for (int i = 0; i < N; i++) {
		pthread_create(&t, NULL, one, NULL);
		pthread_join(t, NULL);
	}
	return 0;
}
