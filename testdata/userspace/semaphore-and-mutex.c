/*
 * A semaphore of one and a mutex.
 * edge: m -> s
 * edge: s -> m
 * report: cycle m s
 * verdict: deadlock
 */
#include <pthread.h>
#include <semaphore.h>

sem_t s;
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

void *one(void *arg)
{
	sem_wait(&s);
	pthread_mutex_lock(&m);
	pthread_mutex_unlock(&m);
	sem_post(&s);
	return NULL;
}

void *two(void *arg)
{
	pthread_mutex_lock(&m);
	sem_wait(&s);
	sem_post(&s);
	pthread_mutex_unlock(&m);
	return NULL;
}

int main(void)
{
	pthread_t t, u;
	sem_init(&s, 0, 1);
	pthread_create(&t, NULL, one, NULL);
	pthread_create(&u, NULL, two, NULL);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}
