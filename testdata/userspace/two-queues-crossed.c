/*
 * Each thread puts into the other's queue while it holds its own.
 * edge: (in).lock -> (out).lock
 * edge: (out).lock -> (in).lock
 * report: cycle (in).lock (out).lock
 * verdict: deadlock
 */
#include <pthread.h>

struct queue { pthread_mutex_t lock; int n; } in = { PTHREAD_MUTEX_INITIALIZER, 0 }, out = { PTHREAD_MUTEX_INITIALIZER, 0 };
static void put(struct queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->n++;
	pthread_mutex_unlock(&q->lock);
}
static void drain(struct queue *from, struct queue *to)
{
	pthread_mutex_lock(&from->lock);
	while (from->n--)
		put(to);
	pthread_mutex_unlock(&from->lock);
}

void *one(void *arg)
{
	drain(&in, &out);
	return NULL;
}

void *two(void *arg)
{
	drain(&out, &in);
	return NULL;
}

int main(void)
{
	pthread_t t1, t2;

	pthread_create(&t1, NULL, one, NULL);
	pthread_create(&t2, NULL, two, NULL);
	pthread_join(t1, NULL);
	pthread_join(t2, NULL);
	return 0;
}
