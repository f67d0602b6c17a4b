/*
 * Prepare handlers run in reverse order of their registration.
 * edge: a -> b
 * verdict: deadlock
 */
#include <pthread.h>
#include <unistd.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

static void prea(void)
{
	pthread_mutex_lock(&a);
}

static void posta(void)
{
	pthread_mutex_unlock(&a);
}

static void preb(void)
{
	pthread_mutex_lock(&b);
}

static void postb(void)
{
	pthread_mutex_unlock(&b);
}

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
	pthread_atfork(prea, posta, posta);
	pthread_atfork(preb, postb, postb);
	pthread_create(&x, 0, t1, 0);
	fork();
	pthread_join(x, 0);
}