/*
 * Each lock is taken three calls down.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static void a3(void)
{
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
}
static void a2(void)
{
	a3();
}
static void b3(void)
{
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
}
static void b2(void)
{
	b3();
}

void *one(void *arg)
{
	pthread_mutex_lock(&a);
	b2();
	pthread_mutex_unlock(&a);
	return NULL;
}

void *two(void *arg)
{
	pthread_mutex_lock(&b);
	a2();
	pthread_mutex_unlock(&b);
	return NULL;
}

int main(void)
{
	pthread_t t1, t2;

	pthread_create(&t1, NULL, one, NULL);
	pthread_create(&t2, NULL, two, NULL);
	pthread_join(t1, NULL);
	pthread_join(t2, NULL);
	return 0;
}
