/*
 * Each thread is joined before the next is started.
 * edge: a -> b
 * edge: b -> a
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
int x;

void *w(void *arg)
{
	if (x) {
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
	int i;
	for (i = 0; i < 9; i++) {
		pthread_t t;
		pthread_create(&t, 0, w, 0);
		pthread_join(t, 0);
	}
}