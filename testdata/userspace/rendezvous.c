/*
 * Each signals first, then waits for the other.
 *
 * verdict: clean
 */
#include <semaphore.h>
#include <pthread.h>
sem_t a1, b1;

void *A(void *x)
{
	sem_post(&a1);
	sem_wait(&b1);
	return 0;
}

void *B(void *x)
{
	sem_post(&b1);
	sem_wait(&a1);
	return 0;
}

int main(void)
{
	pthread_t p, q;
	sem_init(&a1, 0, 0);
	sem_init(&b1, 0, 0);
	pthread_create(&p, 0, A, 0);
	pthread_create(&q, 0, B, 0);
	pthread_join(p, 0);
	pthread_join(q, 0);
	return 0;
}