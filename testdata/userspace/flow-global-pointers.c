/*
 * Global pointers carry the two locks in the other order.
 *
 * verdict: deadlock
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t *badFirst, *badSecond;
int x;

static void sink(void)
{
	pthread_mutex_t *f = badFirst, *s = badSecond;
	pthread_mutex_lock(f);
	pthread_mutex_lock(s);
	x++;
	pthread_mutex_unlock(s);
	pthread_mutex_unlock(f);
}

void *t1(void *p)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	x++;
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return 0;
}

void *t2(void *p)
{
	sink();
	return 0;
}

int main(void)
{
	pthread_t t, u;
	badFirst = &b;
	badSecond = &a;
	pthread_create(&t, NULL, t1, 0);
	pthread_create(&u, NULL, t2, 0);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}