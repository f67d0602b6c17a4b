/*
 * One lock for each end, never both.
 *
 * verdict: clean
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct q {
	pthread_mutex_t hl, tl;

	struct n {
		struct n *next;
	} * h, *t;
} Q;

void enq(struct q *q)
{
	struct n *n = calloc(1, sizeof *n);
	pthread_mutex_lock(&q->tl);
	q->t->next = n;
	q->t = n;
	pthread_mutex_unlock(&q->tl);
}

int deq(struct q *q)
{
	struct n *o, *n;
	pthread_mutex_lock(&q->hl);
	o = q->h;
	n = o->next;
	if (!n) {
		pthread_mutex_unlock(&q->hl);
		return 0;
	}
	q->h = n;
	pthread_mutex_unlock(&q->hl);
	free(o);
	return 1;
}

void *f(void *x)
{
	enq(&Q);
	deq(&Q);
	return 0;
}

int main(void)
{
	pthread_t a, b;
	Q.h = Q.t = calloc(1, sizeof *Q.h);
	pthread_mutex_init(&Q.hl, 0);
	pthread_mutex_init(&Q.tl, 0);
	pthread_create(&a, NULL, f, 0);
	pthread_create(&b, NULL, f, 0);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}