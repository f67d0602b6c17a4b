/*
 * An object with its lock and condition, used through functions.
 * verdict: clean
 */
#include <pthread.h>

struct queue { pthread_mutex_t lock; pthread_cond_t more; int n; } q = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0 };
static void put(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->n++;
	pthread_cond_signal(&queue->more);
	pthread_mutex_unlock(&queue->lock);
}
static void get(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	while (!queue->n)
		pthread_cond_wait(&queue->more, &queue->lock);
	queue->n--;
	pthread_mutex_unlock(&queue->lock);
}

void *producer(void *arg)
{
	for (int i = 0; i < 100; i++)
		put(&q);
	return NULL;
}

void *consumer(void *arg)
{
	for (int i = 0; i < 100; i++)
		get(&q);
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
