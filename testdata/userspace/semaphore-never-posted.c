/*
 * A semaphore of none, and nobody gives one.
 *
 * verdict: deadlock
 * edge: ready -> ready
 * report: wait ready
 */
#include <semaphore.h>
#include <pthread.h>
sem_t ready;

void *f(void *x)
{
	sem_wait(&ready);
	return 0;
}

int main()
{
	pthread_t p;
	sem_init(&ready, 0, 0);
	pthread_create(&p, 0, f, 0);
	pthread_join(p, 0);
	return 0;
}