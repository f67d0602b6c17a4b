/*
 * Only one of the functions is ever stored.
 * edge: a -> b
 * edge: b -> a
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static void forth(void)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
}
static void back(void)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
}
static void (*op)(void);

void *one(void *arg)
{
	op();
	return NULL;
}

int main(void)
{
	pthread_t t, u;
	back();
	op = forth;
	pthread_create(&t, NULL, one, NULL);
	pthread_create(&u, NULL, one, NULL);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}
