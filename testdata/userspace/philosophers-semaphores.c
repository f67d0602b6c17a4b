/*
 * Forks are semaphores.
 *
 * verdict: deadlock
 * edge: forks[0] -> forks[1]
 * edge: forks[1] -> forks[2]
 * edge: forks[2] -> forks[3]
 * edge: forks[3] -> forks[4]
 * edge: forks[4] -> forks[0]
 * report: cycle forks[0] forks[1] forks[2] forks[3] forks[4]
 */
#include <semaphore.h>
#include <pthread.h>
#define N 5
sem_t forks[N];

void *phil(void *x)
{
	int i = (int)(long)x;
	sem_wait(&forks[i]);
	sem_wait(&forks[(i + 1) % N]);
	sem_post(&forks[(i + 1) % N]);
	sem_post(&forks[i]);
	return 0;
}

int main(void)
{
	pthread_t t[N];
	int i;
	for (i = 0; i < N; i++)
		sem_init(&forks[i], 0, 1);
	for (i = 0; i < N; i++)
		pthread_create(&t[i], 0, phil, (void *)(long)i);
	for (i = 0; i < N; i++)
		pthread_join(t[i], 0);
	return 0;
}