/*
 * Each pair of the three sides has a lock in common.
 * edge: a -> b
 * edge: b -> c
 * edge: c -> a
 * edge: g1 -> g2
 * edge: g1 -> g3
 * edge: g2 -> a
 * edge: g2 -> g3
 * edge: g3 -> b
 * edge: g3 -> c
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t g1 = PTHREAD_MUTEX_INITIALIZER, g2 = PTHREAD_MUTEX_INITIALIZER, g3 = PTHREAD_MUTEX_INITIALIZER, a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER, c = PTHREAD_MUTEX_INITIALIZER;

void *one(void *arg)
{
	pthread_mutex_lock(&g1);
	pthread_mutex_lock(&g2);
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&g2);
	pthread_mutex_unlock(&g1);
	return NULL;
}

void *two(void *arg)
{
	pthread_mutex_lock(&g2);
	pthread_mutex_lock(&g3);
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&c);
	pthread_mutex_unlock(&c);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&g3);
	pthread_mutex_unlock(&g2);
	return NULL;
}

void *three(void *arg)
{
	pthread_mutex_lock(&g1);
	pthread_mutex_lock(&g3);
	pthread_mutex_lock(&c);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&c);
	pthread_mutex_unlock(&g3);
	pthread_mutex_unlock(&g1);
	return NULL;
}

int main(void)
{
	pthread_t t1, t2, t3;

	pthread_create(&t1, NULL, one, NULL);
	pthread_create(&t2, NULL, two, NULL);
	pthread_create(&t3, NULL, three, NULL);
	pthread_join(t1, NULL);
	pthread_join(t2, NULL);
	pthread_join(t3, NULL);
	return 0;
}
