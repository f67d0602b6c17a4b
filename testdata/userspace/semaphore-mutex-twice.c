/*
 * A semaphore as a mutex, taken again by its owner.
 *
 * verdict: deadlock
 * edge: mutex -> mutex
 * report: recursion mutex
 */
#include <semaphore.h>
#include <pthread.h>
static sem_t mutex;
static int n;

static void inc(void)
{
	sem_wait(&mutex);
	n++;
	sem_post(&mutex);
}

static void twice(void)
{
	sem_wait(&mutex);
	inc();
	inc();
	sem_post(&mutex);
}

int main(void)
{
	sem_init(&mutex, 0, 1);
	twice();
	sem_destroy(&mutex);
	return 0;
}