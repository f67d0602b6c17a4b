/*
 * One function takes the lock, another one releases it.
 * edge: b -> a
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static void enter(void)
{
	pthread_mutex_lock(&a);
}
static void leave(void)
{
	pthread_mutex_unlock(&a);
}

void *one(void *arg)
{
	enter();
	leave();
	pthread_mutex_lock(&b);
	enter();
	leave();
	pthread_mutex_unlock(&b);
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
