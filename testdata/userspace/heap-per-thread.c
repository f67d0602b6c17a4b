/*
 * Each thread is given a lock of its own, made in the loop that starts it.
 *
 * verdict: clean
 * edge: g -> main:39
 * edge: main:39 -> g
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct ctx {
	pthread_mutex_t *own;
	pthread_mutex_t *shared;
};

pthread_mutex_t g = PTHREAD_MUTEX_INITIALIZER;

void *f(void *p)
{
	struct ctx *c = p;
	pthread_mutex_lock(&*c->own);
	pthread_mutex_lock(&*c->shared);
	pthread_mutex_unlock(&*c->shared);
	pthread_mutex_unlock(&*c->own);
	pthread_mutex_lock(&*c->shared);
	pthread_mutex_lock(&*c->own);
	pthread_mutex_unlock(&*c->own);
	pthread_mutex_unlock(&*c->shared);
	return 0;
}

int main(void)
{
	pthread_t t[2];
	int i;
	for (i = 0; i < 2; i++) {
		struct ctx *c = malloc(sizeof *c);
		c->own = malloc(sizeof *c->own);
		pthread_mutex_init(c->own, 0);
		c->shared = &g;
		pthread_create(&t[i], NULL, f, c);
	}
	for (i = 0; i < 2; i++)
		pthread_join(t[i], NULL);
	return 0;
}