/*
 * Two binary semaphores in either order.
 *
 * verdict: deadlock
 * edge: s -> t
 * edge: t -> s
 * report: cycle s t
 */
#include <pthread.h>
#include <stdio.h>

#include <semaphore.h>
sem_t s, t;

void *f(void *x)
{
	sem_wait(&s);
	sem_wait(&t);
	sem_post(&t);
	sem_post(&s);
	return 0;
}

void *g(void *x)
{
	sem_wait(&t);
	sem_wait(&s);
	sem_post(&s);
	sem_post(&t);
	return 0;
}

int main(void)
{
	pthread_t a, b;
	sem_init(&s, 0, 1);
	sem_init(&t, 0, 1);
	pthread_create(&a, NULL, f, 0);
	pthread_create(&b, NULL, g, 0);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}