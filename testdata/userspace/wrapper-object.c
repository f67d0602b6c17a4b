/*
 * A lock type of the program's own.
 * edge: (a).m -> (b).m
 * edge: (b).m -> (a).m
 * report: cycle (a).m (b).m
 * verdict: deadlock
 */
#include <pthread.h>

struct qlock { pthread_mutex_t m; int owner; } a = { PTHREAD_MUTEX_INITIALIZER, 0 }, b = { PTHREAD_MUTEX_INITIALIZER, 0 };
void qlock_lock(struct qlock *q)
{
	pthread_mutex_lock(&q->m);
	q->owner = 1;
}
void qlock_unlock(struct qlock *q)
{
	q->owner = 0;
	pthread_mutex_unlock(&q->m);
}

void *one(void *arg)
{
	qlock_lock(&a);
	qlock_lock(&b);
	qlock_unlock(&b);
	qlock_unlock(&a);
	return NULL;
}

void *two(void *arg)
{
	qlock_lock(&b);
	qlock_lock(&a);
	qlock_unlock(&a);
	qlock_unlock(&b);
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
