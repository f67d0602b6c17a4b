/*
 * The consumer takes the mutex first, then waits for an item that the producer needs the mutex for.
 *
 * verdict: deadlock
 * edge: full -> mutex
 * edge: mutex -> full
 * report: wait full mutex
 */
#include <semaphore.h>
#include <pthread.h>
#define N 8
sem_t empty, full, mutex;
int buf[N], in, out;

void *producer(void *a)
{
	int i;
	for (i = 0; i < 100; i++) {
		sem_wait(&empty);
		sem_wait(&mutex);
		buf[in] = i;
		in = (in + 1) % N;
		sem_post(&mutex);
		sem_post(&full);
	}
	return 0;
}

void *consumer(void *a)
{
	int i, v;
	for (i = 0; i < 100; i++) {
		sem_wait(&mutex);
		sem_wait(&full);
		v = buf[out];
		out = (out + 1) % N;
		sem_post(&mutex);
		sem_post(&empty);
	}
	return 0;
}

int main(void)
{
	pthread_t p, c;
	sem_init(&empty, 0, N);
	sem_init(&full, 0, 0);
	sem_init(&mutex, 0, 1);
	pthread_create(&p, 0, producer, 0);
	pthread_create(&c, 0, consumer, 0);
	pthread_join(p, 0);
	pthread_join(c, 0);
	return 0;
}