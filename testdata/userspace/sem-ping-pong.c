/*
 * Semaphores that signal.
 * verdict: clean
 */
#include <pthread.h>
#include <semaphore.h>

sem_t s, t;

void *t1(void *arg)
{
	sem_wait(&s);
	sem_post(&t);
	return NULL;
}

void *t2(void *arg)
{
	sem_post(&s);
	sem_wait(&t);
	return NULL;
}

int main(void)
{
	sem_init(&s, 0, 0);
	sem_init(&t, 0, 0);
	pthread_t x, y;
	pthread_create(&x, NULL, t1, NULL);
	pthread_create(&y, NULL, t2, NULL);
	pthread_join(x, NULL);
	pthread_join(y, NULL);
	return 0;
}
