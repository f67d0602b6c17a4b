/*
 * The object at the lower address first.
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
	struct acc *f = p < q ? p : q, *s = p < q ? q : p;
	pthread_mutex_lock(&f->m);
	pthread_mutex_lock(&s->m);
	p->bal--;
	q->bal++;
	pthread_mutex_unlock(&s->m);
	pthread_mutex_unlock(&f->m);
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
