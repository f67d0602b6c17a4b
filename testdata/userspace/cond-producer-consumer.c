/*
 * A bounded buffer with two conditions.
 * verdict: clean
 */
#include <pthread.h>

#define N 4
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t full = PTHREAD_COND_INITIALIZER, empty = PTHREAD_COND_INITIALIZER;
int count;

void *producer(void *arg)
{
	for (int i = 0; i < 10; i++) {
		pthread_mutex_lock(&m);
		while (count == N)
			pthread_cond_wait(&empty, &m);
		count++;
		pthread_cond_signal(&full);
		pthread_mutex_unlock(&m);
	}
	return NULL;
}

void *consumer(void *arg)
{
	for (int i = 0; i < 10; i++) {
		pthread_mutex_lock(&m);
		while (count == 0)
			pthread_cond_wait(&full, &m);
		count--;
		pthread_cond_signal(&empty);
		pthread_mutex_unlock(&m);
	}
	return NULL;
}

int main(void)
{
	pthread_t t1, t2;

	pthread_create(&t1, NULL, producer, NULL);
	pthread_create(&t2, NULL, consumer, NULL);
	pthread_join(t1, NULL);
	pthread_join(t2, NULL);
	return 0;
}
