/*
 * Fork handlers take both locks, a thread the other way.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 * verdict: deadlock
 */
#include <pthread.h>
#include <unistd.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

static void pre(void)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
}

static void post(void)
{
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
}

void *t1(void *arg)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return NULL;
}

int main(void)
{
	pthread_t x;
	pthread_atfork(pre, post, post);
	pthread_create(&x, 0, t1, 0);
	fork();
	pthread_join(x, 0);
}