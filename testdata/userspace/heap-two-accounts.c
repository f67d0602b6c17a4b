/*
 * Two allocated objects, crossed.
 * edge: &acc->m -> &acc->m
 * report: cycle &acc->m &acc->m
 * verdict: deadlock
 */
#include <pthread.h>
#include <stdlib.h>

struct acc {
	pthread_mutex_t m;
	int bal;
	struct acc *next;
};
struct acc *p, *q;

void *t1(void *arg)
{
	pthread_mutex_lock(&p->m);
	pthread_mutex_lock(&q->m);
	pthread_mutex_unlock(&q->m);
	pthread_mutex_unlock(&p->m);
	return NULL;
}

void *t2(void *arg)
{
	pthread_mutex_lock(&q->m);
	pthread_mutex_lock(&p->m);
	pthread_mutex_unlock(&p->m);
	pthread_mutex_unlock(&q->m);
	return NULL;
}

int main(void)
{
	p = malloc(sizeof *p);
	q = malloc(sizeof *q);
	pthread_mutex_init(&p->m, NULL);
	pthread_mutex_init(&q->m, NULL);
	pthread_t x, y;
	pthread_create(&x, NULL, t1, NULL);
	pthread_create(&y, NULL, t2, NULL);
	pthread_join(x, NULL);
	pthread_join(y, NULL);
	return 0;
}
