/*
 * A pair of pointers is passed by value, always in one order.
 *
 * verdict: clean
 * edge: a -> b
 */
#include <pthread.h>
#include <stdio.h>

typedef struct {
	pthread_mutex_t *first;
	pthread_mutex_t *second;
} pair;

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
int shared;

static void sink(pair p)
{
	pthread_mutex_lock(p.first);
	pthread_mutex_lock(p.second);
	shared++;
	pthread_mutex_unlock(p.second);
	pthread_mutex_unlock(p.first);
}

void *t1(void *x)
{
	pair p;
	p.first = &a;
	p.second = &b;
	sink(p);
	return 0;
}

void *t2(void *x)
{
	pair p;
	p.first = &a;
	p.second = &b;
	sink(p);
	return 0;
}

int main(void)
{
	pthread_t t, u;
	pthread_create(&t, NULL, t1, 0);
	pthread_create(&u, NULL, t2, 0);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}