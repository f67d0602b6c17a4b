/*
 * Semaphores that count: each thread posts what the other one waits for.
 * verdict: clean
 */
#include <pthread.h>
#include <semaphore.h>

sem_t a, b;
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

void *one(void *arg)
{
	sem_wait(&a);
	pthread_mutex_lock(&m);
	pthread_mutex_unlock(&m);
	sem_post(&b);
	sem_wait(&a);
	sem_post(&b);
	return NULL;
}

void *two(void *arg)
{
	sem_post(&a);
	sem_wait(&b);
	pthread_mutex_lock(&m);
	pthread_mutex_unlock(&m);
	sem_post(&a);
	sem_wait(&b);
	return NULL;
}

int main(void)
{
	pthread_t t, u;
	sem_init(&a, 0, 0);
	sem_init(&b, 0, 0);
	pthread_create(&t, NULL, one, NULL);
	pthread_create(&u, NULL, two, NULL);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}
