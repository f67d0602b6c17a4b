/*
 * One seat less than philosophers.
 *
 * verdict: clean
 * edge: forks[0] -> forks[1]
 * edge: forks[1] -> forks[2]
 * edge: forks[2] -> forks[3]
 * edge: forks[3] -> forks[4]
 * edge: forks[4] -> forks[0]
 */
#include <semaphore.h>
#include <pthread.h>
#define N 5
sem_t forks[N];
sem_t seats;

void *phil(void *x)
{
	int i = (int)(long)x;
	sem_wait(&seats);
	sem_wait(&forks[i]);
	sem_wait(&forks[(i + 1) % N]);
	sem_post(&forks[(i + 1) % N]);
	sem_post(&forks[i]);
	sem_post(&seats);
	return 0;
}

int main(void)
{
	pthread_t t[N];
	int i;
	sem_init(&seats, 0, N - 1);
	for (i = 0; i < N; i++)
		sem_init(&forks[i], 0, 1);
	for (i = 0; i < N; i++)
		pthread_create(&t[i], 0, phil, (void *)(long)i);
	for (i = 0; i < N; i++)
		pthread_join(t[i], 0);
	return 0;
}