/*
 * One bucket at a time.
 *
 * verdict: clean
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

void add(int k)
{
	struct b *x = &h.b[k % B];
	pthread_mutex_lock(&x->m);
	x->n++;
	pthread_mutex_unlock(&x->m);
}

int total(void)
{
	int i, s = 0;
	for (i = 0; i < B; i++) {
		pthread_mutex_lock(&h.b[i].m);
		s += h.b[i].n;
		pthread_mutex_unlock(&h.b[i].m);
	}
	return s;
}

void *f(void *x)
{
	int i;
	for (i = 0; i < 99; i++)
		add(i);
	return 0;
}

int main(void)
{
	pthread_t t;
	int i;
	for (i = 0; i < B; i++)
		pthread_mutex_init(&h.b[i].m, 0);
	pthread_create(&t, NULL, f, 0);
	add(3);
	pthread_join(t, NULL);
	return total();
}