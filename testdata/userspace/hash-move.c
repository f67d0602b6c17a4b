/*
 * Two buckets at a time, in any order.
 *
 * verdict: deadlock
 * edge: (h).b.m -> (h).b.m
 * report: cycle (h).b.m (h).b.m
 * report: recursion (h).b.m
 */
#include <pthread.h>
#include <stdio.h>

#define B 16

struct ht {
	struct b {
		pthread_mutex_t m;
		int n;
	} b[B];
} h;

void move(int k, int l)
{
	struct b *x = &h.b[k % B], *y = &h.b[l % B];
	if (x == y)
		return;
	pthread_mutex_lock(&x->m);
	pthread_mutex_lock(&y->m);
	x->n--;
	y->n++;
	pthread_mutex_unlock(&y->m);
	pthread_mutex_unlock(&x->m);
}

void *f(void *x)
{
	int i;
	for (i = 0; i < 99; i++)
		move(i, i * 7);
	return 0;
}

int main(void)
{
	pthread_t t, u;
	int i;
	for (i = 0; i < B; i++)
		pthread_mutex_init(&h.b[i].m, 0);
	pthread_create(&t, NULL, f, 0);
	pthread_create(&u, NULL, f, 0);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}