/*
 * The object at the lower address first, in two branches.
 * edge: (A).m -> (B).m
 * verdict: clean
 */
#include <pthread.h>

struct acc {
	pthread_mutex_t m;
	int bal;
	struct acc *next;
};

static void move(struct acc *p, struct acc *q)
{
	if (p < q) {
		pthread_mutex_lock(&p->m);
		pthread_mutex_lock(&q->m);
	} else {
		pthread_mutex_lock(&q->m);
		pthread_mutex_lock(&p->m);
	}
	p->bal--;
	pthread_mutex_unlock(&q->m);
	pthread_mutex_unlock(&p->m);
}
struct acc A, B;

void *t1(void *arg)
{
	move(&A, &B);
	return NULL;
}

void *t2(void *arg)
{
	move(&B, &A);
	return NULL;
}

int main(void)
{
	pthread_t x, y;
	pthread_create(&x, NULL, t1, NULL);
	pthread_create(&y, NULL, t2, NULL);
	pthread_join(x, NULL);
	pthread_join(y, NULL);
	return 0;
}
