/*
 * A barrier made of a mutex and a condition.
 *
 * verdict: clean
 */
#include <pthread.h>
#include <stdio.h>

typedef struct {
	pthread_mutex_t m;
	pthread_cond_t c;
	int count, n, phase;
} barrier_t;

barrier_t B;

void barrier_wait(barrier_t *b)
{
	pthread_mutex_lock(&b->m);
	int ph = b->phase;
	if (++b->count == b->n) {
		b->count = 0;
		b->phase++;
		pthread_cond_broadcast(&b->c);
	} else
		while (ph == b->phase)
			pthread_cond_wait(&b->c, &b->m);
	pthread_mutex_unlock(&b->m);
}

void *w(void *x)
{
	barrier_wait(&B);
	barrier_wait(&B);
	return 0;
}

int main(void)
{
	pthread_t t[2];
	pthread_mutex_init(&B.m, 0);
	pthread_cond_init(&B.c, 0);
	B.n = 2;
	pthread_create(&t[0], NULL, w, 0);
	pthread_create(&t[1], NULL, w, 0);
	pthread_join(t[0], NULL);
	pthread_join(t[1], NULL);
	return 0;
}