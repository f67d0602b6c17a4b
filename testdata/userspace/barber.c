/*
 * The sleeping barber.
 *
 * verdict: clean
 */
#include <semaphore.h>
#include <pthread.h>
#include <stdio.h>
#define CHAIRS 3
sem_t customers, barbers;
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int waiting;

void *barber(void *x)
{
	for (;;) {
		sem_wait(&customers);
		pthread_mutex_lock(&m);
		waiting--;
		sem_post(&barbers);
		pthread_mutex_unlock(&m);
		puts("cut");
	}
}

void *customer(void *x)
{
	pthread_mutex_lock(&m);
	if (waiting < CHAIRS) {
		waiting++;
		sem_post(&customers);
		pthread_mutex_unlock(&m);
		sem_wait(&barbers);
	} else
		pthread_mutex_unlock(&m);
	return 0;
}

int main(void)
{
	pthread_t b, c[6];
	int i;
	sem_init(&customers, 0, 0);
	sem_init(&barbers, 0, 0);
	pthread_create(&b, 0, barber, 0);
	for (i = 0; i < 6; i++)
		pthread_create(&c[i], 0, customer, 0);
	for (i = 0; i < 6; i++)
		pthread_join(c[i], 0);
	return 0;
}