/*
 * It is given before the thread is waited for.
 *
 * verdict: clean
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
	sem_post(&ready);
	pthread_join(p, 0);
	return 0;
}