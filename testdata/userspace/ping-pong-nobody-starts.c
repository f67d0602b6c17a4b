/*
 * Both semaphores begin at none.
 *
 * verdict: deadlock
 * edge: ping -> pong
 * edge: pong -> ping
 * report: wait ping pong
 */
#include <pthread.h>
#include <semaphore.h>
static sem_t ping, pong;

static void *p1(void *a)
{
	for (int i = 0; i < 3; i++) {
		sem_wait(&ping);
		sem_post(&pong);
	}
	return 0;
}

static void *p2(void *a)
{
	for (int i = 0; i < 3; i++) {
		sem_wait(&pong);
		sem_post(&ping);
	}
	return 0;
}

int main(void)
{
	pthread_t a, b;
	sem_init(&ping, 0, 0);
	sem_init(&pong, 0, 0);
	pthread_create(&a, 0, p1, 0);
	pthread_create(&b, 0, p2, 0);
	pthread_join(a, 0);
	pthread_join(b, 0);
	return 0;
}