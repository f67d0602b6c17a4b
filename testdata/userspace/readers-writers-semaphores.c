/*
 * The last reader gives back what the first has taken.
 *
 * verdict: clean
 * edge: rmutex -> wrt
 * edge: wrt -> rmutex
 * report: cycle rmutex wrt
 */
#include <semaphore.h>
#include <pthread.h>
sem_t rmutex, wrt;
int readers, data;

void *reader(void *a)
{
	sem_wait(&rmutex);
	if (++readers == 1)
		sem_wait(&wrt);
	sem_post(&rmutex);
	int v = data;
	sem_wait(&rmutex);
	if (--readers == 0)
		sem_post(&wrt);
	sem_post(&rmutex);
	return (void *)(long)v;
}

void *writer(void *a)
{
	sem_wait(&wrt);
	data++;
	sem_post(&wrt);
	return 0;
}

int main(void)
{
	pthread_t r[2], w;
	sem_init(&rmutex, 0, 1);
	sem_init(&wrt, 0, 1);
	pthread_create(&r[0], 0, reader, 0);
	pthread_create(&r[1], 0, reader, 0);
	pthread_create(&w, 0, writer, 0);
	pthread_join(r[0], 0);
	pthread_join(r[1], 0);
	pthread_join(w, 0);
	return 0;
}