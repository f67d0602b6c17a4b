/*
 * The second thread waits until the first is done with both.
 *
 * verdict: clean
 * edge: a -> b
 * edge: b -> a
 */
#include <semaphore.h>
#include <pthread.h>
sem_t first;
pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void *f(void *x)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	sem_post(&first);
	return 0;
}

void *g(void *x)
{
	sem_wait(&first);
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return 0;
}

int main()
{
	pthread_t p, q;
	sem_init(&first, 0, 0);
	pthread_create(&p, 0, f, 0);
	pthread_create(&q, 0, g, 0);
	pthread_join(p, 0);
	pthread_join(q, 0);
	return 0;
}