/*
 * The callers hold the gate.
 * edge: a -> b
 * edge: b -> a
 * edge: g -> a
 * edge: g -> b
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER,
		g = PTHREAD_MUTEX_INITIALIZER;

static void ab(void)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
}

static void ba(void)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
}

void *t1(void *arg)
{
	pthread_mutex_lock(&g);
	ab();
	pthread_mutex_unlock(&g);
	return NULL;
}

void *t2(void *arg)
{
	pthread_mutex_lock(&g);
	ba();
	pthread_mutex_unlock(&g);
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
