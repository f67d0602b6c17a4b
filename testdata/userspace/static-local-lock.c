/*
 * A lock inside a function.
 * edge: a -> s
 * edge: s -> a
 * report: cycle a s
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;

static void f(int o)
{
	static pthread_mutex_t s = PTHREAD_MUTEX_INITIALIZER;
	if (o) {
		pthread_mutex_lock(&a);
		pthread_mutex_lock(&s);
		pthread_mutex_unlock(&s);
		pthread_mutex_unlock(&a);
	} else {
		pthread_mutex_lock(&s);
		pthread_mutex_lock(&a);
		pthread_mutex_unlock(&a);
		pthread_mutex_unlock(&s);
	}
}

void *t1(void *arg)
{
	f(0);
	return NULL;
}

void *t2(void *arg)
{
	f(1);
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
