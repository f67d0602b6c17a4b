/*
 * Each waits for the other to signal first.
 *
 * verdict: deadlock
 * edge: a1 -> a1
 * edge: a1 -> b1
 * edge: b1 -> a1
 * edge: b1 -> b1
 * report: wait a1
 * report: wait a1 b1
 * report: wait b1
 */
#include <semaphore.h>
#include <pthread.h>
sem_t a1, b1;

void *A(void *x)
{
	sem_wait(&b1);
	sem_post(&a1);
	return 0;
}

void *B(void *x)
{
	sem_wait(&a1);
	sem_post(&b1);
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