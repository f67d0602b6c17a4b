/*
 * A function starts a thread and waits for it.
 * edge: a -> b
 * edge: b -> a
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
int x;

void *t1(void *arg)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return NULL;
}

void *t2(void *arg)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return NULL;
}

static void run(void *(*f)(void *))
{
	pthread_t x;
	pthread_create(&x, 0, f, 0);
	pthread_join(x, 0);
}

int main(void)
{
	run(t1);
	run(t2);
}